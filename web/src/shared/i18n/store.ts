import type { Catalogue } from ".";
import { store_en } from "./store.en";
import { store_zh } from "./store.zh-CN";

export const store: Catalogue = { "zh-CN": store_zh, en: store_en };
