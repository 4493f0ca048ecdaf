export const console_zh = {
  "console.title": "问政控制台",
};

export type ConsoleKey = keyof typeof console_zh;
