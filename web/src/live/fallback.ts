// Some networks let no WebSocket through. While there's none, the newest view is fetched every few seconds instead.
import { onScopeDispose, ref, watch } from "vue";
import type { Feed } from "@shared/feed";
import { get_json } from "@shared/http";
import type { View } from "@shared/messages.generated";

const FIRST_AFTER_MS = 4_000;
const EVERY_MS = 5_000;

export function use_fallback(feed: Feed, inquiry: string) {
  /** The fetched view is fresh, though there's no connection. */
  const fresh = ref(false);
  const missing = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function plan(wait_ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void fetch_view(), wait_ms * (0.8 + Math.random() * 0.4));
  }

  async function fetch_view(): Promise<void> {
    const answer = await get_json<View>(`/api/v1/inquiries/${encodeURIComponent(inquiry)}/live`);
    if (feed.online.value) return;
    fresh.value = answer.ok;
    if (answer.ok) feed.take_view(answer.body);
    else if (answer.status === 404) missing.value = true;
    if (!missing.value) plan(EVERY_MS);
  }

  watch(
    feed.online,
    (online) => {
      clearTimeout(timer);
      fresh.value = false;
      if (!online) plan(FIRST_AFTER_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { fresh, missing };
}
