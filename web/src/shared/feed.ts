// What a connection brings, as reactive state: the newest view, progress by ballot, a deputy's own part.
import { computed, onScopeDispose, reactive, ref, shallowRef } from "vue";
import type { Connection, ConnectionState } from "./connection";
import type { Count, InquiryView, Presence, Progress, View, Welcome, You } from "./messages.generated";

export function use_feed(connection: Connection) {
  const state = ref<ConnectionState>(connection.state);
  const close_code = ref<number | null>(connection.close_code);
  const view = shallowRef<View | null>(null);
  const welcome = shallowRef<Welcome | null>(null);
  const you = shallowRef<You | null>(null);
  const presence = shallowRef<Presence | null>(null);
  const progress = reactive(new Map<string, Progress>());
  const counts = reactive(new Map<string, Count>());
  /** Local instant since when nothing comes any more; null while connected. */
  const lost_since = ref<number | null>(Date.now());

  function take_view(message: View): void {
    const shown = view.value;
    if (!shown || shown.epoch !== message.epoch || message.rev >= shown.rev) view.value = message;
  }

  const ended = [
    connection.on("state", (event) => {
      if (event.state === "online") lost_since.value = null;
      else lost_since.value ??= Date.now();
      state.value = event.state;
      close_code.value = event.close_code;
    }),
    connection.on("welcome", (message) => {
      // Another epoch is another store: what came from the old one doesn't hold any more.
      if (welcome.value && welcome.value.epoch !== message.epoch) {
        view.value = you.value = presence.value = null;
        progress.clear();
        counts.clear();
      }
      welcome.value = message;
    }),
    connection.on("view", take_view),
    connection.on("you", (message) => (you.value = message)),
    connection.on("presence", (message) => (presence.value = message)),
    connection.on("progress", (message) => progress.set(message.ballot, message)),
    connection.on("count", (message) => counts.set(message.ballot, message)),
  ];
  onScopeDispose(() => ended.forEach((end) => end()));

  return {
    state,
    close_code,
    online: computed(() => state.value === "online"),
    lost_since,
    welcome,
    view,
    /** A view that came by another way than the connection. */
    take_view,
    inquiry: computed<InquiryView | null>(() => view.value?.inquiry ?? null),
    rev: computed(() => view.value?.rev ?? 0),
    you,
    presence,
    progress,
    counts,
    clock: connection.clock,
  };
}

export type Feed = ReturnType<typeof use_feed>;
