export const screen_zh = {
  "screen.title": "问政大屏",
};

export type ScreenKey = keyof typeof screen_zh;
