// Every export as one table: what is on paper, CSV and Excel is made of the same rows.
import { choice_label, t, t_maybe, verdict_label } from "@shared/i18n";
import type { Cell, Sheet } from "../../prepare/download";
import type { BallotView, ChoiceView, InquiryView, Report, ResultView } from "@shared/messages.generated";
import { ended, has_verdict, item_of, type Figures } from "./evening";
import type { NamedVote } from "./record";
import { electorate_text, instant_text, kind_text, margin_text } from "./words";

/** A row an answer: of the binding count, of each advisory group, of each question, of paper, and of each correction. */
export function results_sheet(evening: InquiryView): Sheet {
  const rows: Cell[][] = [];
  for (const ballot of ended(evening)) {
    if (ballot.result) add_result(rows, evening, ballot, ballot.result, "");
    for (const [index, erratum] of (ballot.errata ?? []).entries())
      if (erratum.result) add_result(rows, evening, ballot, erratum.result, t("papers.correction", { n: index + 1 }));
  }
  return {
    name: t("papers.results"),
    columns: (
      ["department", "item", "ballot", "round", "state", "part", "choice", "votes", "percent", "entitled", "present", "cast", "valid", "not_voted", "verdict", "margin", "score", "rule", "digest"] as const
    ).map((name) => t(`papers.column.${name}`)),
    rows,
  };
}

function add_result(rows: Cell[][], evening: InquiryView, ballot: BallotView, result: ResultView, correction: string): void {
  const item = item_of(evening, ballot.item);
  const head: Cell[] = [item?.department ?? "", item?.title ?? "", ballot.title, ballot.round, t(`ballot.state.${ballot.state}`)];
  const part = (name: string) => [correction, name].filter((one) => one !== "").join(" · ");
  const add = (name: string, figures: Figures, people: Cell[], verdict: Cell[]) => {
    for (const choice of ballot.scale.choices) {
      const votes = figures.counts[choice.id] ?? 0;
      rows.push([...head, part(name), choice_label(choice), votes, figures.percent[choice.id] ?? null, ...people, ...verdict, ballot.rule, result.digest]);
    }
  };
  const words = (one: ResultView["verdict"]): Cell[] => !has_verdict(one) ? [null, null] : [verdict_label(one.name, ballot.scale.choices), margin_text(one)];
  const not_voted = ballot.show_not_voted ? result.not_voted : null;
  if (!result.questions) add(electorate_text(ballot.electorate), result, [result.entitled, result.present, result.cast, result.valid, not_voted], [...words(result.verdict), result.score ?? null]);
  for (const question of result.questions ?? [])
    add(question.title, question, [result.entitled, result.present, question.cast, question.valid, not_voted], [...words(question.verdict), question.score ?? null]);
  for (const group of result.advisory ?? [])
    add(t("papers.advisory_of", { electorate: electorate_text(group.electorate) }), group, [group.entitled, group.present, group.cast, group.valid, ballot.show_not_voted ? group.not_voted : null], [null, null, group.score ?? null]);
  if (result.combined) rows.push([...head, part(t("papers.combined_part")), null, null, null, null, null, null, null, null, null, null, result.combined.score, ballot.rule, result.digest]);
}

export function attendance_sheet(report: Report): Sheet {
  return {
    name: t("papers.attendance"),
    columns: (["id", "name", "group", "checked_in_at", "checked_out_at", "how", "votes_cast", "speeches"] as const).map((name) => t(`papers.column.${name}`)),
    rows: report.attendance.map((one) => [
      one.id,
      one.name,
      one.group,
      instant_text(one.checked_in_at),
      instant_text(one.checked_out_at),
      one.checked_in_at === null ? t("papers.absent") : one.by_hand ? t("papers.by_hand") : t("papers.by_phone"),
      one.votes,
      one.speeches,
    ]),
  };
}

export function speeches_sheet(report: Report, evening: InquiryView): Sheet {
  return {
    name: t("papers.speeches"),
    columns: (["from", "to", "seconds", "id", "name", "group", "kind", "item"] as const).map((name) => t(`papers.column.${name}`)),
    rows: report.speeches.map((one) => [
      instant_text(one.from),
      instant_text(one.to),
      one.to === null ? null : Math.round((one.to - one.from) / 1000),
      one.deputy,
      one.name,
      one.group,
      kind_text(one.kind),
      item_of(evening, one.item)?.title ?? "",
    ]),
  };
}

export function requests_sheet(report: Report, evening: InquiryView): Sheet {
  return {
    name: t("papers.requests"),
    columns: (["at", "id", "name", "kind", "text", "item", "state", "by", "answer"] as const).map((name) => t(`papers.column.${name}`)),
    rows: report.requests.map((one) => [
      instant_text(one.at),
      one.deputy,
      one.name,
      kind_text(one.kind),
      one.text,
      item_of(evening, one.item)?.title ?? "",
      t_maybe(`papers.request_state.${one.state}`) ?? one.state,
      one.by ?? "",
      one.answer ?? "",
    ]),
  };
}

export function staff_votes_sheet(report: Report, evening: InquiryView): Sheet {
  const names = new Map(report.attendance.map((one) => [one.id, one.name]));
  return {
    name: t("papers.staff_votes"),
    columns: (["ballot", "round", "id", "name", "by", "at"] as const).map((name) => t(`papers.column.${name}`)),
    rows: report.staff_votes.map((one) => {
      const ballot = evening.ballots.find((other) => other.id === one.ballot);
      return [ballot?.title ?? one.ballot, ballot?.round ?? null, one.deputy, names.get(one.deputy) ?? "", one.by, instant_text(one.at)];
    }),
  };
}

export function commitments_sheet(evening: InquiryView, report: Report | null): Sheet {
  const names = new Map((report?.attendance ?? []).map((one) => [one.id, one.name]));
  return {
    name: t("papers.commitments"),
    columns: (["department", "respondent", "item", "commitment", "due", "asked_by", "at"] as const).map((name) => t(`papers.column.${name}`)),
    rows: evening.commitments.map((one) => {
      const item = item_of(evening, one.item);
      const asked_by = one.deputy ? (names.get(one.deputy) ?? one.deputy) : "";
      return [item?.department ?? "", item?.respondent ?? "", item?.title ?? "", one.text, one.due, asked_by, instant_text(one.at)];
    }),
  };
}

export function votes_sheet(votes: readonly NamedVote[], evening: InquiryView): Sheet {
  return {
    name: t("papers.votes"),
    columns: (["ballot", "round", "id", "name", "group", "choice", "attempt", "receipt", "at", "by"] as const).map((name) => t(`papers.column.${name}`)),
    rows: votes.map((vote) => {
      const ballot = evening.ballots.find((one) => one.id === vote.ballot);
      return [ballot?.title ?? vote.ballot, ballot?.round ?? null, vote.deputy, vote.name, vote.group, pressed_text(vote.pressed, ballot), vote.attempt, vote.receipt, instant_text(vote.at), [vote.by, vote.late ? t("papers.late") : ""].filter(Boolean).join(" · ")];
    }),
  };
}

/** For paper: a sheet a ballot, whose name stands above it and not in each row. */
export function votes_by_ballot(votes: readonly NamedVote[], evening: InquiryView): { ballot: string; title: string; sheet: Sheet }[] {
  return [...new Set(votes.map((vote) => vote.ballot))].map((id) => {
    const whole = votes_sheet(votes.filter((vote) => vote.ballot === id), evening);
    const ballot = evening.ballots.find((one) => one.id === id);
    const title = ballot ? `${ballot.title} · ${t("ballot.round", { n: ballot.round })}` : id;
    return { ballot: id, title, sheet: { ...whole, columns: whole.columns.slice(2), rows: whole.rows.map((row) => row.slice(2)) } };
  });
}

/** `satisfied`, `#87`, or `q1=satisfied&q2=dissatisfied`, as the record has it, in words. */
export function pressed_text(pressed: string, ballot: BallotView | undefined): string {
  const label = (id: string) => choice_label(ballot?.scale.choices.find((choice: ChoiceView) => choice.id === id) ?? { id, label: id });
  if (pressed.startsWith("#")) return pressed.slice(1);
  if (!pressed.includes("=")) return label(pressed);
  return pressed
    .split("&")
    .map((answer) => {
      const [question, choice] = answer.split("=");
      return `${ballot?.questions?.find((one) => one.id === question)?.title ?? question}: ${label(choice)}`;
    })
    .join("; ");
}
