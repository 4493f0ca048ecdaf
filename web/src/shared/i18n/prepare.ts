import type { Catalogue } from ".";
import { prepare_en } from "./prepare.en";
import { prepare_zh } from "./prepare.zh-CN";

export const prepare: Catalogue = { "zh-CN": prepare_zh, en: prepare_en };
