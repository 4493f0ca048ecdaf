import type { ConsoleKey } from "./console.zh-CN";

export const console_en: Record<ConsoleKey, string> = {
  "console.title": "Wenzheng console",
};
