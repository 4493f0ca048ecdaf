// Between the definition on the wire and the draft that the editor holds.
import type { BallotDefinition, Definition, Fraction, OwnChoice, Rule, ScaleId, ScalePreset, VerdictRule } from "@shared/messages.generated";
import { canonical } from "./canonical";
import {
  blank_appearance,
  blank_verdict,
  COMPARISONS,
  type Draft,
  type DraftAppearance,
  type DraftBallot,
  type DraftChoice,
  type DraftRule,
  type DraftScale,
  type DraftVerdict,
} from "./draft";

export function draft_of(definition: Definition): Draft {
  return {
    id: definition.id,
    title: definition.title,
    language: definition.language ?? "zh-CN",
    rehearsal_of: definition.rehearsal_of ?? "",
    deputies: definition.deputies.map((one) => ({ ...one, group: one.group ?? "", electorates: [...one.electorates] })),
    items: definition.items.map((one) => ({ ...one, respondent: one.respondent ?? "", question: one.question ?? "", statement: one.statement ?? "" })),
    ballots: (definition.ballots ?? []).map(draft_ballot),
    appearance: { ...blank_appearance(), ...definition.appearance },
    public_delay_s: (definition.public_delay_ms ?? 0) / 1000,
    public_url: definition.public_url ?? "",
  };
}

function draft_ballot(ballot: BallotDefinition): DraftBallot {
  return {
    id: ballot.id,
    item: ballot.item,
    title: ballot.title,
    electorate: ballot.electorate,
    advisory: [...(ballot.advisory ?? [])],
    secrecy: ballot.secrecy ?? "named",
    scale: typeof ballot.scale === "string" ? ballot.scale : { choices: ballot.scale.choices.map(draft_choice) },
    questions: (ballot.questions ?? []).map((one) => ({ ...one })),
    press: ballot.press ?? "last",
    display: ballot.display ?? "delayed",
    duration_s: ballot.duration_ms === undefined ? null : ballot.duration_ms / 1000,
    grace_s: (ballot.grace_ms ?? 0) / 1000,
    scrutineers: ballot.scrutineers ?? 0,
    show_not_voted: ballot.show_not_voted ?? true,
    follows: ballot.follows ?? "",
    rule: draft_rule(ballot.rule),
  };
}

export function draft_choice(choice: OwnChoice): DraftChoice {
  return {
    id: choice.id,
    label: choice.label,
    // The server repeats the label where no English one was given.
    label_en: choice.label_en === choice.label ? "" : (choice.label_en ?? ""),
    colour: choice.colour,
    tone: choice.tone ?? "none",
    valid: choice.valid ?? true,
  };
}

export function draft_rule(rule: Rule): DraftRule {
  const quorum = rule.quorum;
  const how = quorum?.at_least ? "at_least" : "more_than";
  const [n, d] = quorum?.[how] ?? [1, 2];
  return {
    denominator: rule.denominator ?? "valid",
    quorum: quorum ? { how, share: { n, d } } : null,
    verdicts: (rule.verdicts ?? []).map(draft_verdict),
    weights: filled(rule.weights),
    group_weights: filled(rule.group_weights),
    drop: rule.drop ? { ...rule.drop } : null,
    score_label: rule.score_label ?? "",
    second_failure: rule.second_failure ?? "",
    tie: rule.tie ?? "misses",
    tie_name: rule.tie_name ?? "",
  };
}

const filled = (weights?: Record<string, number>) => (weights && Object.keys(weights).length > 0 ? { ...weights } : null);

function draft_verdict(verdict: VerdictRule): DraftVerdict {
  const draft: DraftVerdict = { ...blank_verdict(), name: verdict.name, choices: [...(verdict.choices ?? [])], of: verdict.of ?? "" };
  const how = COMPARISONS.find((one) => verdict[one] !== undefined);
  if (how) {
    const [n, d] = verdict[how] as Fraction;
    return { ...draft, condition: "share", how, share: { n, d } };
  }
  if (verdict.beats && verdict.beats.length > 0) return { ...draft, condition: "beats", beats: [...verdict.beats] };
  if (verdict.score_at_least !== undefined) return { ...draft, condition: "score", score: verdict.score_at_least };
  return { ...draft, condition: "otherwise" };
}

/** Only what was filled in: an optional field that is empty is left out. */
export function definition_of(draft: Draft, scales: readonly ScalePreset[]): Definition {
  return {
    id: draft.id.trim(),
    title: draft.title.trim(),
    language: draft.language,
    ...(draft.rehearsal_of && { rehearsal_of: draft.rehearsal_of }),
    deputies: draft.deputies.map(({ id, name, group, electorates }) => ({
      id,
      name: name.trim(),
      ...(group.trim() && { group: group.trim() }),
      electorates: [...electorates],
    })),
    items: draft.items.map(({ id, department, respondent, title, question, statement }) => ({
      id: id.trim(),
      department: department.trim(),
      ...(respondent.trim() && { respondent: respondent.trim() }),
      title: title.trim(),
      ...(question.trim() && { question: question.trim() }),
      ...(statement.trim() && { statement: statement.trim() }),
    })),
    ballots: draft.ballots.map((ballot) => wire_ballot(ballot, scales)),
    ...wire_appearance(draft.appearance),
    ...((draft.public_delay_s ?? 0) > 0 && { public_delay_ms: Math.round(draft.public_delay_s! * 1000) }),
    ...(draft.public_url.trim() && { public_url: draft.public_url.trim() }),
  };
}

function wire_appearance({ theme, emblem, background, accent }: DraftAppearance): Pick<Definition, "appearance"> {
  const appearance = {
    ...(theme !== "red" && { theme }),
    ...(emblem && { emblem }),
    ...(background && { background: background.toLowerCase() }),
    ...(accent && { accent: accent.toLowerCase() }),
  };
  return Object.keys(appearance).length > 0 ? { appearance } : {};
}

export function wire_ballot(ballot: DraftBallot, scales: readonly ScalePreset[]): BallotDefinition {
  return {
    id: ballot.id.trim(),
    item: ballot.item,
    title: ballot.title.trim(),
    electorate: ballot.electorate,
    ...(ballot.advisory.length > 0 && { advisory: [...ballot.advisory] }),
    secrecy: ballot.secrecy,
    scale: wire_scale(ballot.scale),
    ...(ballot.questions.length > 0 && { questions: ballot.questions.map(({ id, title }) => ({ id, title: title.trim() })) }),
    press: ballot.press,
    display: ballot.display,
    ...(ballot.duration_s !== null && { duration_ms: Math.round(ballot.duration_s * 1000) }),
    ...(ballot.grace_s !== null && ballot.grace_s > 0 && { grace_ms: Math.round(ballot.grace_s * 1000) }),
    scrutineers: ballot.scrutineers,
    show_not_voted: ballot.show_not_voted,
    ...(ballot.follows && { follows: ballot.follows }),
    rule: wire_rule(ballot, scales),
  };
}

/** The same text for the same definition, whoever wrote it. */
export const definition_text = (draft: Draft, scales: readonly ScalePreset[]): string => canonical(definition_of(draft, scales));

/** The answers that can be pressed; none of a score. */
export function choices_of(scale: DraftScale, scales: readonly ScalePreset[]): DraftChoice[] {
  if (typeof scale !== "string") return scale.choices;
  return (scales.find((one) => one.id === scale)?.choices ?? []).map(draft_choice);
}

export const is_score = (scale: DraftScale, scales: readonly ScalePreset[]): boolean =>
  typeof scale === "string" && scales.find((one) => one.id === scale)?.kind === "score";

function wire_scale(scale: DraftScale): BallotDefinition["scale"] {
  // One that the server offered; an unknown one is told by the check of the draft.
  if (typeof scale === "string") return scale as ScaleId;
  return {
    choices: scale.choices.map(({ id, label, label_en, colour, tone, valid }) => ({
      id: id.trim(),
      label: label.trim(),
      ...(label_en.trim() && { label_en: label_en.trim() }),
      colour,
      tone,
      valid,
    })),
  };
}

/** A weight or choice of an answer that the scale no longer has stays in the draft, in case the scale comes back, but isn't sent. */
export function wire_rule({ rule, scale, electorate, advisory }: Pick<DraftBallot, "rule" | "scale" | "electorate" | "advisory">, scales: readonly ScalePreset[]): Rule {
  const known = new Set(choices_of(scale, scales).map((choice) => choice.id));
  const has = (id: string) => known.size === 0 || known.has(id);
  const score = is_score(scale, scales);
  const groups = new Set([electorate, ...advisory]);
  return {
    denominator: rule.denominator,
    ...(rule.quorum && { quorum: { of: "entitled" as const, [rule.quorum.how]: wire_fraction(rule.quorum.share) } }),
    ...(rule.verdicts.length > 0 && { verdicts: rule.verdicts.map((verdict) => wire_verdict(verdict, has)) }),
    ...(rule.weights && !score && { weights: wire_weights(rule.weights, has) }),
    ...(rule.group_weights && { group_weights: wire_weights(rule.group_weights, (id) => groups.has(id)) }),
    ...(rule.drop && score && { drop: { highest: rule.drop.highest ?? 0, lowest: rule.drop.lowest ?? 0, raters_above: rule.drop.raters_above ?? 0 } }),
    ...(rule.score_label.trim() && { score_label: rule.score_label.trim() }),
    ...(rule.second_failure.trim() && { second_failure: rule.second_failure.trim() }),
    ...(rule.tie !== "misses" && { tie: rule.tie }),
    ...(rule.tie === "named" && { tie_name: rule.tie_name.trim() }),
  };
}

const wire_fraction = ({ n, d }: { n: number | null; d: number | null }): Fraction => [n ?? 0, d ?? 1];

function wire_weights(weights: Record<string, number | null>, has: (id: string) => boolean): Record<string, number> {
  const sent: Record<string, number> = {};
  for (const [id, weight] of Object.entries(weights)) if (has(id) && weight !== null) sent[id] = weight;
  return sent;
}

function wire_verdict(verdict: DraftVerdict, has: (id: string) => boolean): VerdictRule {
  const sent: VerdictRule = { name: verdict.name.trim() };
  const choices = verdict.choices.filter(has);
  switch (verdict.condition) {
    case "share":
      sent.choices = choices;
      if (verdict.of) sent.of = verdict.of;
      sent[verdict.how] = wire_fraction(verdict.share);
      return sent;
    case "beats":
      sent.choices = choices;
      sent.beats = verdict.beats.filter(has);
      return sent;
    case "score":
      sent.score_at_least = verdict.score ?? 0;
      return sent;
    case "otherwise":
      return sent;
  }
}
