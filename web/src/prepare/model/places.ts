// A place such as `ballots[0].rule.verdicts[1].name` in words, and the section of the editor where it stands.
import { t, t_maybe, type MessageKey } from "@shared/i18n";
import type { Draft } from "./draft";

export type PlaceSection = "basics" | "agenda" | "ballots" | "roster" | "look";

const LISTS: Record<string, { section: PlaceSection; key: MessageKey }> = {
  items: { section: "agenda", key: "prepare.place.item" },
  ballots: { section: "ballots", key: "prepare.place.ballot" },
  deputies: { section: "roster", key: "prepare.place.deputy" },
};

const LOOK = ["appearance", "public_delay_ms", "public_url"];

export function section_of(place: string): PlaceSection {
  const begin = /^[a-z_]+/.exec(place)?.[0] ?? "";
  return LOOK.includes(begin) ? "look" : (LISTS[begin]?.section ?? "basics");
}

export function place_words(place: string, draft: Draft): string {
  const parts: string[] = [];
  const found = /^(items|ballots|deputies)\[(\d+)\]/.exec(place);
  if (found) {
    const [, list, index] = found;
    const entry = draft[list as "items" | "ballots" | "deputies"][Number(index)];
    const name = entry === undefined ? "" : "name" in entry ? entry.name : entry.title;
    parts.push(t(LISTS[list].key, { n: Number(index) + 1, name }).trim());
  }
  const within = /\.(verdicts|choices|questions)\[(\d+)\]/.exec(place);
  if (within) parts.push(t_maybe(`prepare.place.${within[1]}`, { n: Number(within[2]) + 1 }) ?? "");
  const field = /([a-z_]+)$/.exec(place)?.[1] ?? "";
  parts.push(t_maybe(`prepare.field.${field}`) ?? "");
  return parts.filter((part) => part !== "").join(" · ");
}
