import type { Catalogue } from ".";
import { console_en } from "./console.en";
import { console_zh } from "./console.zh-CN";

export const console: Catalogue = { "zh-CN": console_zh, en: console_en };
