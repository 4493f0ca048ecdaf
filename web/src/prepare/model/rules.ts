// Choosing and editing the rule of a ballot.
import type { Presets, RulePreset, ScalePreset } from "@shared/messages.generated";
import { canonical } from "./canonical";
import { choices_of, draft_rule, wire_rule } from "./definition";
import { blank_verdict, type DraftBallot, type DraftScale, type DraftVerdict } from "./draft";

// A quorum belongs to the body, not to the procedure of counting.
function without_quorum(ballot: Pick<DraftBallot, "rule" | "scale" | "electorate" | "advisory">, scales: readonly ScalePreset[]): string {
  const { quorum: _, ...rest } = wire_rule(ballot, scales);
  return canonical(rest);
}

/** The published procedure that this ballot follows to the letter, or null: it has a rule of its own. */
export function preset_of(ballot: DraftBallot, presets: Presets): RulePreset | null {
  const own = without_quorum(ballot, presets.scales);
  return (
    presets.rules.find((preset) => {
      if (preset.scale !== ballot.scale) return false;
      const rule = draft_rule(preset.rule);
      return without_quorum({ ...ballot, rule }, presets.scales) === own;
    }) ?? null
  );
}

/** Writes the procedure out in the ballot; the body's own quorum stays, unless the procedure has one. */
export function take_preset(ballot: DraftBallot, preset: RulePreset): void {
  const rule = draft_rule(preset.rule);
  rule.quorum ??= ballot.rule.quorum;
  ballot.scale = preset.scale;
  ballot.rule = rule;
  if (preset.scale === "score100") ballot.questions = [];
}

/** A body's own scale begins as a copy of the one that is chosen. */
export function own_scale(scale: DraftScale, scales: readonly ScalePreset[]): DraftScale {
  return { choices: choices_of(scale, scales).map((choice) => ({ ...choice })) };
}

/** Where a new verdict goes: before an "otherwise", which has to be the last. */
export function add_verdict(verdicts: DraftVerdict[], score: boolean): DraftVerdict {
  const added: DraftVerdict = { ...blank_verdict(), condition: score ? "score" : "share" };
  const last = verdicts[verdicts.length - 1];
  if (last?.condition === "otherwise") verdicts.splice(verdicts.length - 1, 0, added);
  else verdicts.push(added);
  return added;
}
