import type { Catalogue } from ".";
import { screen_en } from "./screen.en";
import { screen_zh } from "./screen.zh-CN";

export const screen: Catalogue = { "zh-CN": screen_zh, en: screen_en };
