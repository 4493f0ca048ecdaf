// What a deputy pressed: a choice, a score, or the answers of a questionnaire. Exactly one of them, as on the wire.
import { choice_label, t } from "./i18n";
import type { BallotView } from "./messages.generated";

export type Press = { choice: string } | { score: number } | { choices: Record<string, string> };

/** The press in a message that carries one; null where it has none. */
export function press_in(message: { choice?: string; score?: number; choices?: Record<string, string> }): Press | null {
  if (message.choice !== undefined) return { choice: message.choice };
  if (message.score !== undefined) return { score: message.score };
  return message.choices === undefined ? null : { choices: message.choices };
}

export function same_press(one: Press | null | undefined, other: Press | null | undefined): boolean {
  return canonical(one) === canonical(other);
}

function canonical(press: Press | null | undefined): string {
  if (!press) return "";
  if (!("choices" in press)) return JSON.stringify(press);
  return JSON.stringify(Object.entries(press.choices).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** In words, as short as it can be; empty where the ballot has no such answer. */
export function press_words(ballot: BallotView, press: Press | null): string {
  if (!press) return "";
  if ("score" in press) return t("result.points", { n: press.score });
  if ("choices" in press) return t("phone.answered", { n: Object.keys(press.choices).length });
  const choice = ballot.scale.choices.find((candidate) => candidate.id === press.choice);
  return choice ? choice_label(choice) : "";
}
