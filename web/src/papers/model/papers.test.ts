import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { set_locale, setup_i18n } from "@shared/i18n";
import { common } from "@shared/i18n/common";
import { papers } from "@shared/i18n/papers";
import type { BallotView, InquiryView, Report, ResultView, View } from "@shared/messages.generated";
import { csv_of } from "../../prepare/download";
import { ended, standing_result } from "./evening";
import { votes_in } from "./record";
import { attendance_sheet, commitments_sheet, pressed_text, results_sheet, speeches_sheet, votes_by_ballot, votes_sheet } from "./tables";
import { instant_text, margin_text } from "./words";

const root = join(import.meta.dirname, "../../../..");
const example = JSON.parse(readFileSync(join(root, "protocol/examples/view/valid/console_revealed.json"), "utf8")) as View;
const AT = new Date(2026, 10, 20, 19, 30, 5).getTime();

beforeAll(() => {
  setup_i18n([common, papers]);
  set_locale("zh-CN");
});

function evening(): InquiryView {
  return JSON.parse(JSON.stringify(example.inquiry)) as InquiryView;
}

function revealed(from: InquiryView): BallotView & { result: ResultView } {
  const found = from.ballots.find((ballot) => ballot.result !== undefined);
  if (!found?.result) throw new Error("the example has no result");
  return found as BallotView & { result: ResultView };
}

const report = (): Report => ({
  id: "e",
  title: "e",
  attendance: [
    { id: "d001", name: "代表001", group: "城关镇", checked_in_at: AT, checked_out_at: null, by_hand: false, votes: 2, speeches: 1 },
    { id: "d002", name: "=代表002", group: "城关镇", checked_in_at: AT, checked_out_at: AT + 60_000, by_hand: true, votes: 1, speeches: 0 },
    { id: "d003", name: "代表003", group: "城关镇", checked_in_at: null, checked_out_at: null, by_hand: false, votes: 0, speeches: 0 },
  ],
  speeches: [{ deputy: "d001", name: "代表001", group: "城关镇", kind: "follow_up", item: null, from: AT, to: AT + 61_400 }],
  requests: [],
  staff_votes: [],
});

describe("results", () => {
  test("have a row an answer, with the counts of the view", () => {
    const held = evening();
    const ballot = revealed(held);
    held.ballots = [ballot];
    const sheet = results_sheet(held);
    expect(sheet.rows).toHaveLength(ballot.scale.choices.length);
    const votes = sheet.columns.indexOf("票数");
    expect(sheet.rows.map((row) => row[votes])).toEqual(ballot.scale.choices.map((choice) => ballot.result.counts[choice.id] ?? 0));
    expect(sheet.rows[0]).toHaveLength(sheet.columns.length);
    expect(sheet.rows[0]).toContain(ballot.result.digest);
  });

  test("leave out a ballot that hasn't been announced, even if it had a count", () => {
    const held = evening();
    const ballot = revealed(held);
    held.ballots = [{ ...ballot, state: "confirmed" }, { ...ballot, id: "b9", state: "open" }];
    expect(ended(held)).toEqual([]);
    expect(results_sheet(held).rows).toEqual([]);
  });

  test("keep what was aired beside its correction, and the correction stands", () => {
    const held = evening();
    const ballot = revealed(held);
    const corrected = { ...ballot.result, cast: ballot.result.cast + 1 };
    held.ballots = [{ ...ballot, errata: [{ reason: "漏录", at: AT, result: corrected }, { reason: "说明", at: AT }] }];
    expect(standing_result(held.ballots[0])).toEqual(corrected);
    const parts = results_sheet(held).rows.map((row) => row[5]);
    const n = ballot.scale.choices.length;
    expect(parts.slice(0, n).every((part) => !String(part).includes("更正"))).toBe(true);
    expect(parts.slice(n).every((part) => String(part).startsWith("更正 1"))).toBe(true);
    expect(parts).toHaveLength(2 * n);
  });

  test("list advisory groups and questions apart, without a verdict for the first", () => {
    const held = evening();
    const ballot = revealed(held);
    const { counts, percent, cast, valid, verdict } = ballot.result;
    const group = { electorate: "public", counts, percent, cast, valid, entitled: 9, present: 8, not_voted: 1 };
    const question = { id: "q1", title: "第一问", counts, percent, cast, valid, verdict };
    held.ballots = [{ ...ballot, result: { ...ballot.result, advisory: [group], questions: [question] } }];
    const n = ballot.scale.choices.length;
    const rows = results_sheet(held).rows;
    expect(rows.map((row) => row[5])).toEqual([...Array<string>(n).fill("第一问"), ...Array<string>(n).fill("参考评议：公众")]);
    expect(rows[n].slice(9, 15)).toEqual([9, 8, cast, valid, 1, null]);
  });

  test("have a combined score in a row of its own, as long as all others", () => {
    const held = evening();
    const ballot = revealed(held);
    held.ballots = [{ ...ballot, result: { ...ballot.result, combined: { score: "81.50", weights: { deputies: 70, public: 30 } } } }];
    const sheet = results_sheet(held);
    const last = sheet.rows[sheet.rows.length - 1];
    expect(last).toHaveLength(sheet.columns.length);
    expect(last[sheet.columns.indexOf("得分")]).toBe("81.50");
  });

  test("name no verdict where the rule has none", () => {
    const held = evening();
    const ballot = revealed(held);
    held.ballots = [{ ...ballot, result: { ...ballot.result, score: "70.00", verdict: { ...ballot.result.verdict, name: null, margin: 0 } } }];
    expect(results_sheet(held).rows[0].slice(14, 17)).toEqual([null, null, "70.00"]);
    held.ballots = [{ ...ballot, result: { ...ballot.result, verdict: { ...ballot.result.verdict, name: null, margin: -2 } } }];
    expect(results_sheet(held).rows[0].slice(14, 16)).toEqual(["未形成结论", "差 2 票"]);
  });

  test("say not-voted only where the ballot shows it", () => {
    const held = evening();
    held.ballots = [{ ...revealed(held), show_not_voted: false }];
    expect(results_sheet(held).rows[0][13]).toBeNull();
  });
});

describe("margins", () => {
  const verdict = { name: "满意", rule: "", margin: 0, margin_unit: "votes" as const };
  test.each([
    [{ ...verdict, margin: 3 }, "超出 3 票"],
    [{ ...verdict, margin: -1 }, "距前一项结论差 1 票"],
    [{ ...verdict, name: null, margin: -1 }, "差 1 票"],
    [verdict, "恰好达到"],
    [{ ...verdict, margin: 425, margin_unit: "hundredths" as const }, "超出 4.25 分"],
    [{ ...verdict, margin: -5, margin_unit: "hundredths" as const }, "距前一项结论差 0.05 分"],
  ])("%j: %s", (given, words) => {
    expect(margin_text(given)).toBe(words);
  });
});

describe("attendance and speeches", () => {
  test("tell who came how, and who didn't", () => {
    const sheet = attendance_sheet(report());
    expect(sheet.rows.map((row) => row[5])).toEqual(["本人签到", "人工签到", "未签到"]);
    expect(sheet.rows[0][3]).toBe("2026-11-20 19:30:05");
    expect(sheet.rows[2][3]).toBe("");
  });

  test("measure a speech in whole seconds", () => {
    expect(speeches_sheet(report(), evening()).rows[0].slice(0, 3)).toEqual(["2026-11-20 19:30:05", "2026-11-20 19:31:06", 61]);
  });

  test("never hand a spreadsheet a formula", async () => {
    const blob = await csv_of(attendance_sheet(report()));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain("'=代表002");
    expect(text).not.toMatch(/(^|,|\n)=/);
  });
});

test("commitments name the department and who asked", () => {
  const held = evening();
  held.commitments = [{ id: "c1", item: held.items[0].id, text: "年底前完成", due: "2026-12-31", at: AT, deputy: "d001" }];
  const [row] = commitments_sheet(held, report()).rows;
  expect(row[0]).toBe(held.items[0].department);
  expect(row.slice(3)).toEqual(["年底前完成", "2026-12-31", "代表001", instant_text(AT)]);
});

describe("named votes", () => {
  const line = (event: unknown, seal?: unknown) => JSON.stringify({ rev: 1, at: AT, event: JSON.stringify(event), digest: "d", ...(seal ? { seal: JSON.stringify(seal) } : {}) });
  const record = [
    JSON.stringify({ format: "wenzheng-record", version: 1, inquiry: "e", epoch: "e" }),
    line({ type: "inquiry_created", definition: { deputies: [{ id: "d001", name: "代表001", group: "城关镇" }, { id: "d002", name: "代表002" }] } }),
    line({ type: "ballot_closed", ballot: "b1", cause: "moderator" }, { counts: { satisfied: 2 }, votes: { d002: `satisfied 2 r2 ${AT + 1}`, d001: `satisfied 1 r1 ${AT} moderator` } }),
    line({ type: "late_votes_admitted", ballot: "b1" }, { counts: { satisfied: 2, dissatisfied: 1 }, votes: { d002: `satisfied 2 r2 ${AT + 1}`, d001: `satisfied 1 r1 ${AT} moderator`, d003: `dissatisfied 1 r4 ${AT + 9} - late` } }),
    line({ type: "ballot_revealed", ballot: "b1" }, { late: { d004: `satisfied 1 r5 ${AT}` } }),
    line({ type: "ballot_voided", ballot: "b2", reason: "误开" }, { counts: {}, votes: { d001: `#87 1 r3 ${AT}` } }),
    "",
  ].join("\n");

  test("are read from the seals, in the order of the roll", () => {
    expect(votes_in(record)).toEqual([
      { ballot: "b1", deputy: "d001", name: "代表001", group: "城关镇", pressed: "satisfied", attempt: 1, receipt: "r1", at: AT, by: "moderator", late: false },
      { ballot: "b1", deputy: "d002", name: "代表002", group: "", pressed: "satisfied", attempt: 2, receipt: "r2", at: AT + 1, by: "", late: false },
      { ballot: "b1", deputy: "d003", name: "d003", group: "", pressed: "dissatisfied", attempt: 1, receipt: "r4", at: AT + 9, by: "", late: true },
      { ballot: "b2", deputy: "d001", name: "代表001", group: "城关镇", pressed: "#87", attempt: 1, receipt: "r3", at: AT, by: "", late: false },
    ]);
  });

  test("are listed a ballot on paper, and whole in an export", () => {
    const votes = votes_in(record) ?? [];
    const held = evening();
    expect(votes_sheet(votes, held).rows).toHaveLength(4);
    expect(votes_by_ballot(votes, held).map(({ ballot, sheet }) => [ballot, sheet.rows.length, sheet.columns.length])).toEqual([["b1", 3, 8], ["b2", 1, 8]]);
  });

  test("are told in words: a choice, a score, the answers of a questionnaire", () => {
    const ballot = { ...revealed(evening()), questions: [{ id: "q1", title: "第一问" }] };
    expect(pressed_text("satisfied", ballot)).toBe("满意");
    expect(pressed_text("#87", ballot)).toBe("87");
    expect(pressed_text("q1=dissatisfied&q2=satisfied", ballot)).toBe("第一问: 不满意; q2: 满意");
  });

  test("are not read from what is no record", () => {
    expect(votes_in("<!doctype html>")).toBeNull();
  });
});
