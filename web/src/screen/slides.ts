// A result for the lower third, which holds one line of figures: the ballot's own first, then question by question what
// stands beside it. Each slide says whose figures it has.
import { score_label, standing_result } from "@shared/ballots";
import { choice_label, electorate_label, t, verdict_label } from "@shared/i18n";
import type { BallotView, ChoiceView, InquiryView, VerdictView } from "@shared/messages.generated";
import { asides_of, last_erratum, type Aside } from "./outcome";
import { pages_of } from "./paging";
import { text_width } from "./text_width";
import { margin_text } from "./words";

export interface SlideCell {
  id: string;
  colour: ChoiceView["colour"];
  label: string;
  count: number;
  percent: string | undefined;
}

export interface Slide {
  key: string;
  /** What kind of figures: 测评结果, 第 1 轮, 群众 … */
  label: string;
  line: string;
  cells: SlideCell[];
  verdict: { name: string; margin: string; missed: boolean } | null;
  score: { label: string; points: string } | null;
  cast: number | null;
}

interface Figures {
  counts: Record<string, number>;
  percent: Record<string, string>;
  cast: number;
}

type Common = Omit<Slide, "cells" | "cast">;

/** Five short labels in a row, or three long ones. */
function in_a_row(cells: SlideCell[]): number {
  return cells.some((cell) => text_width(cell.label) > 9) ? 3 : 5;
}

function slides_of_figures(common: Common, choices: ChoiceView[], figures: Figures): Slide[] {
  const cells = choices
    .filter((choice) => figures.counts[choice.id] !== undefined)
    .map(({ id, colour, ...choice }) => ({
      id,
      colour,
      label: choice_label({ id, ...choice }),
      count: figures.counts[id],
      percent: figures.percent[id] as string | undefined,
    }));
  return pages_of(cells, in_a_row(cells)).map((part, index) => ({
    ...common,
    key: `${common.key}:${index}`,
    cells: part,
    cast: figures.cast,
  }));
}

function verdict_of(verdict: VerdictView, choices: ChoiceView[]): Slide["verdict"] {
  if (verdict.name === null && verdict.rule === "") return null;
  return { name: verdict_label(verdict.name, choices), margin: margin_text(verdict, true), missed: verdict.margin < 0 };
}

function slides_of_aside(aside: Aside, ballot: BallotView, line: string): Slide[] {
  const none = { key: aside.key, verdict: null, score: null };
  const { choices } = ballot.scale;
  if (aside.kind === "void") {
    const label = `${t("ballot.round", { n: aside.round })} ${t("ballot.state.void")}`;
    return [{ ...none, label, line: aside.reason, cells: [], cast: null }];
  }
  if (aside.kind === "advisory") {
    const standing = aside.weight === null ? t("screen.advisory") : t("screen.weight", { n: aside.weight });
    const score = aside.figures.score ? { label: score_label(standing_result(ballot)!), points: aside.figures.score } : null;
    return slides_of_figures({ ...none, label: electorate_label(aside.figures.electorate), line: `${line} ${standing}`, score }, choices, aside.figures);
  }
  const label = aside.kind === "aired" ? t("screen.aired") : t("ballot.round", { n: aside.round });
  return slides_of_result({ ...ballot, result: aside.figures, errata: undefined }, aside.key, label, line);
}

function slides_of_result(ballot: BallotView, key: string, label: string, line: string): Slide[] {
  const result = standing_result(ballot)!;
  const { choices } = ballot.scale;
  const points = result.combined?.score ?? result.score;
  const score = points === undefined ? null : { label: score_label(result), points };
  if (!result.questions) {
    return slides_of_figures({ key, label, line, verdict: verdict_of(result.verdict, choices), score }, choices, result);
  }
  return result.questions.flatMap((question, index) =>
    slides_of_figures(
      {
        key: `${key}:${question.id}`,
        label,
        line: `${index + 1} / ${result.questions!.length} ${question.title}`,
        verdict: verdict_of(question.verdict, choices),
        score: question.score === undefined ? null : { label: score_label(result), points: question.score },
      },
      choices,
      question,
    ),
  );
}

export function slides_of(inquiry: InquiryView, ballot: BallotView, department: string): Slide[] {
  if (!standing_result(ballot)) return [];
  const round = ballot.round > 1 ? ` ${t("ballot.round", { n: ballot.round })}` : "";
  const label = (last_erratum(ballot) ? t("result.corrected") : t("screen.result")) + round;
  const line = `${department} · ${ballot.title}`;
  return [
    ...slides_of_result(ballot, ballot.id, label, line),
    ...asides_of(inquiry, ballot).flatMap((aside) => slides_of_aside(aside, ballot, line)),
  ];
}
