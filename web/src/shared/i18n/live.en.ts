import type { LiveKey } from "./live.zh-CN";

export const live_en: Record<LiveKey, string> = {
  "live.title": "Wenzheng live",
};
