import type { Catalogue } from ".";
import { common_en } from "./common.en";
import { common_zh } from "./common.zh-CN";

export const common: Catalogue = { "zh-CN": common_zh, en: common_en };
