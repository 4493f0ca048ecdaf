// What is left until an instant of the server's clock, drawn anew exactly when the shown second changes.
import { computed, onScopeDispose, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from "vue";
import { duration_text } from "./format";
import type { ServerClock } from "./server_clock";

export interface Countdown {
  /** Null while there's no instant to count to. */
  remaining_ms: ComputedRef<number | null>;
  text: ComputedRef<string>;
  over: ComputedRef<boolean>;
}

export function use_countdown(clock: ServerClock, ends_at: MaybeRefOrGetter<number | null | undefined>): Countdown {
  const now = ref(clock.now());
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tick(): void {
    clearTimeout(timer);
    now.value = clock.now();
    const end = toValue(ends_at);
    if (end === null || end === undefined) return;
    const left_ms = end - now.value;
    // A clock that is corrected later needs looking at now and then, though time is over.
    timer = setTimeout(tick, left_ms <= 0 ? 1000 : ((left_ms - 1) % 1000) + 1);
  }

  watch(() => toValue(ends_at), tick, { immediate: true });
  document.addEventListener("visibilitychange", tick);
  onScopeDispose(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tick);
  });

  const remaining_ms = computed(() => {
    const end = toValue(ends_at);
    return end === null || end === undefined ? null : Math.max(0, end - now.value);
  });
  return {
    remaining_ms,
    text: computed(() => (remaining_ms.value === null ? "" : duration_text(remaining_ms.value))),
    over: computed(() => remaining_ms.value === 0),
  };
}
