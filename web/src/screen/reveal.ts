// The reveal: figures grow for a second and a half from its instant on the store's clock, the verdict comes last. What was
// announced before this page saw it is simply there.
import { onScopeDispose, ref, watch, type Ref } from "vue";
import type { StoreTime } from "@shared/told";

export const REVEAL_MS = 1500;

export function wants_motion(): boolean {
  return document.documentElement.dataset.still === undefined && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function eased(progress: number): number {
  return 1 - (1 - progress) ** 3;
}

/** `since`: the instant of the reveal on the store's clock, or null for a result that is old. */
export function use_reveal(since: () => number | null, clock: StoreTime): { grown: Ref<number>; settled: Ref<boolean> } {
  const grown = ref(1);
  const settled = ref(true);
  let frame = 0;

  function begin(instant: number | null): void {
    cancelAnimationFrame(frame);
    const elapsed = instant === null ? REVEAL_MS : clock.now() - instant;
    const still = elapsed >= REVEAL_MS || !wants_motion();
    settled.value = still;
    grown.value = still ? 1 : eased(Math.max(0, elapsed / REVEAL_MS));
    if (still) return;
    // From here on by the page's own steady clock: a correction of the measured offset must not make bars jump.
    const began = performance.now() - elapsed;
    const draw = (): void => {
      const progress = Math.min(1, Math.max(0, (performance.now() - began) / REVEAL_MS));
      grown.value = progress === 1 ? 1 : eased(progress);
      if (progress < 1) frame = requestAnimationFrame(draw);
      else settled.value = true;
    };
    frame = requestAnimationFrame(draw);
  }

  watch(since, begin, { immediate: true });
  onScopeDispose(() => cancelAnimationFrame(frame));
  return { grown, settled };
}
