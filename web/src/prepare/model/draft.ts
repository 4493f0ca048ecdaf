// An inquiry while it is being written: as the definition, but with room for what isn't filled in yet.
import type { BallotDefinition, Colour, Denominator, Display, Press, Tone } from "@shared/messages.generated";

export type Language = "zh-CN" | "en";
export type Comparison = "at_least" | "more_than" | "at_most" | "less_than";
export type Condition = "share" | "beats" | "score" | "otherwise";
export type Tie = "misses" | "holds" | "named";
export type Whole = number | null;

export const COLOURS: readonly Colour[] = ["green", "blue", "red", "yellow", "grey"];
export const TONES: readonly Tone[] = ["good", "neutral", "bad", "none"];
export const COMPARISONS: readonly Comparison[] = ["at_least", "more_than", "at_most", "less_than"];
export const DENOMINATORS: readonly Denominator[] = ["entitled", "present", "cast", "valid"];
export const TIES: readonly Tie[] = ["misses", "holds", "named"];

export const LIMITS = {
  id: 40,
  title: 200,
  name: 60,
  question: 2000,
  statement: 2000,
  public_url: 200,
  public_delay_s: 120,
  deputies: 5000,
  electorates: 8,
  items: 100,
  ballots: 200,
  verdicts: 16,
  choices: 10,
  questions: 20,
  fraction: 10_000,
  weight: 1000,
  duration_s: 86_400,
  grace_s: 600,
} as const;

export interface DraftDeputy {
  id: string;
  name: string;
  group: string;
  electorates: string[];
}

export interface DraftItem {
  id: string;
  department: string;
  respondent: string;
  title: string;
  question: string;
  /** The department's own. */
  statement: string;
}

/** How the screens look; what is empty is the theme's. */
export interface DraftAppearance {
  theme: "red" | "blue";
  emblem: string;
  background: string;
  accent: string;
}

export interface DraftChoice {
  id: string;
  label: string;
  label_en: string;
  colour: Colour;
  tone: Tone;
  valid: boolean;
}

/** The name of a preset, or a scale of the body's own. */
export type DraftScale = string | { choices: DraftChoice[] };

export interface DraftFraction {
  n: Whole;
  d: Whole;
}

export interface DraftVerdict {
  name: string;
  condition: Condition;
  choices: string[];
  of: Denominator | "";
  how: Comparison;
  share: DraftFraction;
  beats: string[];
  score: Whole;
}

export interface DraftQuorum {
  how: "at_least" | "more_than";
  share: DraftFraction;
}

export interface DraftRule {
  denominator: Denominator;
  quorum: DraftQuorum | null;
  verdicts: DraftVerdict[];
  weights: Record<string, Whole> | null;
  group_weights: Record<string, Whole> | null;
  drop: { highest: Whole; lowest: Whole; raters_above: Whole } | null;
  score_label: string;
  second_failure: string;
  tie: Tie;
  tie_name: string;
}

export interface DraftQuestion {
  id: string;
  title: string;
}

export interface DraftBallot {
  id: string;
  item: string;
  title: string;
  electorate: string;
  advisory: string[];
  secrecy: NonNullable<BallotDefinition["secrecy"]>;
  scale: DraftScale;
  questions: DraftQuestion[];
  press: Press;
  display: Display;
  duration_s: Whole;
  grace_s: Whole;
  scrutineers: number;
  show_not_voted: boolean;
  follows: string;
  rule: DraftRule;
}

export interface Draft {
  id: string;
  title: string;
  language: Language;
  rehearsal_of: string;
  deputies: DraftDeputy[];
  items: DraftItem[];
  ballots: DraftBallot[];
  appearance: DraftAppearance;
  public_delay_s: Whole;
  public_url: string;
}

export const blank_appearance = (): DraftAppearance => ({ theme: "red", emblem: "", background: "", accent: "" });

export const blank_draft = (): Draft => ({
  id: "",
  title: "",
  language: "zh-CN",
  rehearsal_of: "",
  deputies: [],
  items: [],
  ballots: [],
  appearance: blank_appearance(),
  public_delay_s: 0,
  public_url: "",
});

export const blank_verdict = (): DraftVerdict => ({
  name: "",
  condition: "share",
  choices: [],
  of: "",
  how: "more_than",
  share: { n: 1, d: 2 },
  beats: [],
  score: null,
});

export const blank_rule = (): DraftRule => ({
  denominator: "valid",
  quorum: { how: "more_than", share: { n: 1, d: 2 } },
  verdicts: [],
  weights: null,
  group_weights: null,
  drop: null,
  score_label: "",
  second_failure: "",
  tie: "misses",
  tie_name: "",
});

export const blank_item = (items: readonly { id: string }[]): DraftItem => ({
  id: next_id("i", items),
  department: "",
  respondent: "",
  title: "",
  question: "",
  statement: "",
});

export const blank_ballot = (ballots: readonly { id: string }[], item: string): DraftBallot => ({
  id: next_id("b", ballots),
  item,
  title: "",
  electorate: "deputies",
  advisory: [],
  secrecy: "named",
  scale: "satisfaction3",
  questions: [],
  press: "last",
  display: "delayed",
  duration_s: 60,
  grace_s: 0,
  scrutineers: 2,
  show_not_voted: true,
  follows: "",
  rule: blank_rule(),
});

export function blank_choice(choices: readonly DraftChoice[]): DraftChoice {
  return { id: next_id("c", choices), label: "", label_en: "", colour: COLOURS[choices.length % COLOURS.length], tone: "none", valid: true };
}

/** The first of prefix1, prefix2 … that nobody has. */
export function next_id(prefix: string, taken: readonly { id: string }[], digits = 1): string {
  const ids = new Set(taken.map((one) => one.id));
  for (let n = 1; ; n += 1) {
    const id = `${prefix}${String(n).padStart(digits, "0")}`;
    if (!ids.has(id)) return id;
  }
}

export const is_id = (text: string): boolean => /^[a-z0-9_-]{1,40}$/.test(text);

/** Moves one element by one place; false where there is no such place. */
export function moved<T>(list: T[], from: number, by: -1 | 1): boolean {
  const to = from + by;
  if (to < 0 || to >= list.length) return false;
  [list[from], list[to]] = [list[to], list[from]];
  return true;
}

/** Every electorate that the roll or a ballot names, in the order in which they first appear. */
export function electorates_of(draft: Draft): string[] {
  const all = new Set<string>();
  for (const deputy of draft.deputies) for (const one of deputy.electorates) all.add(one);
  for (const ballot of draft.ballots) for (const one of [ballot.electorate, ...ballot.advisory]) if (is_id(one)) all.add(one);
  return [...all];
}
