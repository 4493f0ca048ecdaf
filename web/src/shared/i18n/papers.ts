import type { Catalogue } from ".";
import { papers_en } from "./papers.en";
import { papers_zh } from "./papers.zh-CN";

export const papers: Catalogue = { "zh-CN": papers_zh, en: papers_en };
