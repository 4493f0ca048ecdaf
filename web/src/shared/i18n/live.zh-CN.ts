export const live_zh = {
  "live.title": "问政直播",
};

export type LiveKey = keyof typeof live_zh;
