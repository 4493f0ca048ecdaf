// The store's clock for a page that may have no connection: then a fetched view says when it was, and goes on from there.
import { watch } from "vue";
import type { Feed } from "@shared/feed";
import type { StoreTime } from "@shared/told";

export function use_live_time(feed: Feed): StoreTime {
  let behind = 0;
  watch(
    feed.view,
    (view) => {
      if (view) behind = view.server_time - Date.now();
    },
    { flush: "sync" },
  );
  return { now: () => (feed.clock.known ? feed.clock.now() : Date.now() + behind) };
}
