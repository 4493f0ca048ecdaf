import type { Catalogue } from ".";
import { phone_en } from "./phone.en";
import { phone_zh } from "./phone.zh-CN";

export const phone: Catalogue = { "zh-CN": phone_zh, en: phone_en };
