import { air_en } from "./air.en";
import { air_zh } from "./air.zh-CN";
import type { Catalogue } from ".";

export const air: Catalogue = { "zh-CN": air_zh, en: air_en };
