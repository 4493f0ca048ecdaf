// Instants, margins and electorates in words.
import { t, t_maybe } from "@shared/i18n";
import type { VerdictView } from "@shared/messages.generated";

const two = (value: number): string => String(value).padStart(2, "0");

/** 2026-11-23 19:42:07, in the reader's time zone; "" for none. */
export function instant_text(instant: number | null): string {
  if (instant === null) return "";
  const date = new Date(instant);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function clock_text(instant: number | null): string {
  return instant_text(instant).slice(11, 16);
}

/** 250 hundredths → 2.50 */
function points_text(hundredths: number): string {
  return `${Math.floor(hundredths / 100)}.${two(hundredths % 100)}`;
}

export function margin_text(verdict: VerdictView): string {
  const { margin, name } = verdict;
  const n = verdict.margin_unit === "hundredths" ? points_text(Math.abs(margin)) : Math.abs(margin);
  const unit = verdict.margin_unit === "hundredths" ? "points" : "votes";
  if (margin === 0) return t("verdict.margin_exact");
  if (margin > 0) return t_maybe(`papers.margin_over_${unit}`, { n }) ?? "";
  return t_maybe(name === null ? `papers.margin_short_${unit}` : `papers.margin_short_of_better_${unit}`, { n }) ?? "";
}

export function electorate_text(id: string): string {
  return t_maybe(`papers.electorate.${id}`) ?? id;
}

export function kind_text(kind: string): string {
  return t_maybe(`papers.kind.${kind}`) ?? kind;
}
