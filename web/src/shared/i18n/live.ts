import type { Catalogue } from ".";
import { live_en } from "./live.en";
import { live_zh } from "./live.zh-CN";

export const live: Catalogue = { "zh-CN": live_zh, en: live_en };
