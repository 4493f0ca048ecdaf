import type { ScreenKey } from "./screen.zh-CN";

export const screen_en: Record<ScreenKey, string> = {
  "screen.title": "Wenzheng screen",
};
