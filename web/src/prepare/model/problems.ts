// What is wrong with a draft, each at its field. Places are written as the server writes them: `ballots[0].rule.verdicts[1].name`.
import type { ScalePreset } from "@shared/messages.generated";
import { look_problems } from "./contrast";
import { choices_of, is_score } from "./definition";
import { is_id, LIMITS, type Draft, type DraftBallot, type DraftChoice, type DraftFraction, type DraftVerdict, type Whole } from "./draft";

export type ProblemCode =
  | "required"
  | "bad_id"
  | "double_id"
  | "too_long"
  | "bad_number"
  | "bad_fraction"
  | "no_choices"
  | "otherwise_not_last"
  | "unknown_item"
  | "bad_electorate"
  | "double_electorate"
  | "unknown_scale"
  | "too_few_choices"
  | "too_few_questions"
  | "immediate_not_possible"
  | "weights_missing"
  | "bad_colour"
  | "text_unreadable"
  | "accent_unreadable"
  | "bad_url";

export interface Problem {
  place: string;
  /** Ours, or the server's. */
  code: string;
}

type Found = Problem[];

export function problems_of(draft: Draft, scales: readonly ScalePreset[]): Problem[] {
  const found: Found = [];
  id(found, "id", draft.id);
  text(found, "title", draft.title, LIMITS.title);
  unique(found, "items", draft.items);
  draft.items.forEach((item, index) => {
    const at = `items[${index}]`;
    id(found, `${at}.id`, item.id);
    text(found, `${at}.department`, item.department, LIMITS.name);
    short(found, `${at}.respondent`, item.respondent, LIMITS.name);
    text(found, `${at}.title`, item.title, LIMITS.title);
    short(found, `${at}.question`, item.question, LIMITS.question);
    short(found, `${at}.statement`, item.statement, LIMITS.statement);
  });
  for (const { field, code } of look_problems(draft.appearance)) say(found, `appearance.${field}`, code);
  number(found, "public_delay_ms", draft.public_delay_s, 0, LIMITS.public_delay_s);
  const url = draft.public_url.trim();
  if (url !== "" && !/^https?:\/\/[^\s/]+/.test(url)) say(found, "public_url", "bad_url");
  else short(found, "public_url", url, LIMITS.public_url);
  unique(found, "ballots", draft.ballots);
  draft.ballots.forEach((ballot, index) => check_ballot(found, `ballots[${index}]`, ballot, draft, scales));
  unique(found, "deputies", draft.deputies);
  draft.deputies.forEach((deputy, index) => {
    const at = `deputies[${index}]`;
    id(found, `${at}.id`, deputy.id);
    text(found, `${at}.name`, deputy.name, LIMITS.name);
    short(found, `${at}.group`, deputy.group, LIMITS.name);
    if (deputy.electorates.length > LIMITS.electorates || !deputy.electorates.every(is_id)) say(found, `${at}.electorates`, "bad_electorate");
  });
  return found;
}

function check_ballot(found: Found, at: string, ballot: DraftBallot, draft: Draft, scales: readonly ScalePreset[]): void {
  id(found, `${at}.id`, ballot.id);
  text(found, `${at}.title`, ballot.title, LIMITS.title);
  if (ballot.item === "") say(found, `${at}.item`, "required");
  else if (!draft.items.some((item) => item.id === ballot.item)) say(found, `${at}.item`, "unknown_item");
  id(found, `${at}.electorate`, ballot.electorate);
  if (!ballot.advisory.every(is_id)) say(found, `${at}.advisory`, "bad_electorate");
  else if (new Set([ballot.electorate, ...ballot.advisory]).size !== ballot.advisory.length + 1) say(found, `${at}.advisory`, "double_electorate");
  if (ballot.grace_s !== null && !(ballot.grace_s >= 0 && ballot.grace_s <= LIMITS.grace_s)) say(found, `${at}.grace_ms`, "bad_number");
  if (ballot.duration_s !== null && !(ballot.duration_s >= 1 && ballot.duration_s <= LIMITS.duration_s)) say(found, `${at}.duration_ms`, "bad_number");
  if (ballot.display === "immediate" && (ballot.advisory.length > 0 || ballot.questions.length > 0)) say(found, `${at}.display`, "immediate_not_possible");
  check_questions(found, at, ballot);
  if (typeof ballot.scale !== "string") check_own_scale(found, at, ballot.scale.choices);
  else if (!scales.some((scale) => scale.id === ballot.scale)) return say(found, `${at}.scale`, "unknown_scale");
  check_rule(found, `${at}.rule`, ballot, scales);
}

function check_own_scale(found: Found, at: string, choices: DraftChoice[]): void {
  if (choices.length < 2) say(found, `${at}.scale.choices`, "too_few_choices");
  unique(found, `${at}.scale.choices`, choices);
  choices.forEach((choice, index) => {
    id(found, `${at}.scale.choices[${index}].id`, choice.id);
    text(found, `${at}.scale.choices[${index}].label`, choice.label, LIMITS.name);
    short(found, `${at}.scale.choices[${index}].label_en`, choice.label_en, LIMITS.name);
  });
}

function check_questions(found: Found, at: string, ballot: DraftBallot): void {
  if (ballot.questions.length === 1) say(found, `${at}.questions`, "too_few_questions");
  unique(found, `${at}.questions`, ballot.questions);
  ballot.questions.forEach((question, index) => {
    id(found, `${at}.questions[${index}].id`, question.id);
    text(found, `${at}.questions[${index}].title`, question.title, LIMITS.title);
  });
}

function check_rule(found: Found, at: string, ballot: DraftBallot, scales: readonly ScalePreset[]): void {
  const { rule } = ballot;
  const known = choices_of(ballot.scale, scales).map((choice) => choice.id);
  if (rule.quorum) fraction(found, `${at}.quorum.${rule.quorum.how}`, rule.quorum.share);
  rule.verdicts.forEach((verdict, index) => {
    const place = `${at}.verdicts[${index}]`;
    text(found, `${place}.name`, verdict.name, LIMITS.name);
    if (verdict.condition === "otherwise" && index < rule.verdicts.length - 1) say(found, `${place}.condition`, "otherwise_not_last");
    check_condition(found, place, verdict, known);
  });
  const score = is_score(ballot.scale, scales);
  if (!score) weights(found, `${at}.weights`, rule.weights, known);
  weights(found, `${at}.group_weights`, rule.group_weights, [ballot.electorate, ...ballot.advisory]);
  if (rule.drop && score) {
    for (const name of ["highest", "lowest"] as const) number(found, `${at}.drop.${name}`, rule.drop[name], 0, 10);
    number(found, `${at}.drop.raters_above`, rule.drop.raters_above, 0, LIMITS.deputies);
  }
  short(found, `${at}.score_label`, rule.score_label, LIMITS.name);
  short(found, `${at}.second_failure`, rule.second_failure, LIMITS.title);
  if (rule.tie === "named") text(found, `${at}.tie_name`, rule.tie_name, LIMITS.name);
}

function check_condition(found: Found, at: string, verdict: DraftVerdict, known: readonly string[]): void {
  const has = (choice: string) => known.includes(choice);
  const adds_up = verdict.condition === "share" || verdict.condition === "beats";
  if (adds_up && !verdict.choices.some(has)) say(found, `${at}.choices`, "no_choices");
  if (verdict.condition === "share") fraction(found, `${at}.${verdict.how}`, verdict.share);
  if (verdict.condition === "beats" && !verdict.beats.some(has)) say(found, `${at}.beats`, "no_choices");
  if (verdict.condition === "score") number(found, `${at}.score_at_least`, verdict.score, 0, LIMITS.weight);
}

const say = (found: Found, place: string, code: ProblemCode) => void found.push({ place, code });

function id(found: Found, place: string, value: string): void {
  if (value.trim() === "") say(found, place, "required");
  else if (!is_id(value.trim())) say(found, place, "bad_id");
}

function text(found: Found, place: string, value: string, most: number): void {
  if (value.trim() === "") say(found, place, "required");
  else short(found, place, value, most);
}

function short(found: Found, place: string, value: string, most: number): void {
  if ([...value.trim()].length > most) say(found, place, "too_long");
}

function number(found: Found, place: string, value: Whole, least: number, most: number): void {
  if (value === null || !Number.isInteger(value) || value < least || value > most) say(found, place, "bad_number");
}

function fraction(found: Found, place: string, { n, d }: DraftFraction): void {
  const whole = (value: Whole, least: number) => value !== null && Number.isInteger(value) && value >= least && value <= LIMITS.fraction;
  if (!whole(n, 0) || !whole(d, 1) || (n ?? 0) > (d ?? 0)) say(found, place, "bad_fraction");
}

function weights(found: Found, place: string, given: Record<string, Whole> | null, ids: readonly string[]): void {
  if (!given) return;
  for (const one of ids) {
    const weight = given[one] ?? null;
    if (weight !== null) number(found, `${place}.${one}`, weight, 0, LIMITS.weight);
  }
  if (ids.every((one) => (given[one] ?? null) === null)) say(found, place, "weights_missing");
}

function unique(found: Found, list: string, all: readonly { id: string }[]): void {
  const seen = new Set<string>();
  all.forEach((one, index) => {
    const name = one.id.trim();
    if (name !== "" && seen.has(name)) say(found, `${list}[${index}].id`, "double_id");
    seen.add(name);
  });
}

/** The place that the server's message begins with, or "" where it names none. */
export function place_in(message: string): string {
  return /^[a-z_]+(\[\d+\])*(\.[a-z0-9_-]+(\[\d+\])*)*(?= )/.exec(message)?.[0] ?? "";
}

export const is_within = (place: string, whole: string): boolean =>
  place === whole || place.startsWith(`${whole}.`) || place.startsWith(`${whole}[`);
