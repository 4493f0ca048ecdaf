import type { Catalogue } from ".";
import { prepare_air_en } from "./prepare_air.en";
import { prepare_air_zh } from "./prepare_air.zh-CN";

export const prepare_air: Catalogue = { "zh-CN": prepare_air_zh, en: prepare_air_en };
