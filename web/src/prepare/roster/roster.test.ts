// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { csv_of, xlsx_of } from "../download";
import type { DraftDeputy } from "../model/draft";
import { merged, roster_of, type Roster } from "./parse";
import { table_of } from "./read";

const utf8 = (text: string) => new TextEncoder().encode(text);
const of_bytes = (bytes: Uint8Array) => table_of(bytes.slice().buffer);
const stored = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, "../../../../tests/web/support/rosters", name)));

async function roster_in(bytes: Uint8Array): Promise<Roster> {
  const read = await of_bytes(bytes);
  if (!read.ok) throw new Error(read.problem);
  const found = roster_of(read.table.rows);
  if (!found.ok) throw new Error(found.problem);
  return found.roster;
}

const PLAIN = "编号,姓名,代表团,参评范围\nd001,代表001,城关镇,代表\nd002,代表002,东河镇,代表、常委会\n";
const TWO: DraftDeputy[] = [
  { id: "d001", name: "代表001", group: "城关镇", electorates: ["deputies"] },
  { id: "d002", name: "代表002", group: "东河镇", electorates: ["deputies", "standing"] },
];

describe("a roll is read", () => {
  test("from UTF-8 without a mark", async () => {
    expect((await of_bytes(utf8(PLAIN))) as unknown).toMatchObject({ ok: true, table: { as: "UTF-8" } });
    expect((await roster_in(utf8(PLAIN))).deputies).toEqual(TWO);
  });

  test("from UTF-8 with a mark", async () => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...utf8(PLAIN)]);
    expect((await roster_in(marked)).deputies).toEqual(TWO);
  });

  test("from the GBK bytes that Excel writes in China", async () => {
    const bytes = stored("gbk.csv");
    expect(bytes.slice(0, 4)).toEqual(new Uint8Array([0xb1, 0xe0, 0xba, 0xc5]));
    const read = await of_bytes(bytes);
    expect(read).toMatchObject({ ok: true, table: { as: "GBK" } });
    expect((await roster_in(bytes)).deputies).toEqual(TWO);
  });

  test("from UTF-16 with tabs, which Excel calls Unicode text", async () => {
    const text = PLAIN.replace(/,/g, "\t");
    const bytes = new Uint8Array(2 + text.length * 2);
    bytes.set([0xff, 0xfe]);
    new Uint16Array(bytes.buffer).set([...text].map((one) => one.charCodeAt(0)), 1);
    expect((await roster_in(bytes)).deputies).toEqual(TWO);
  });

  test("from a spreadsheet, larger than what a worker would be started for", async () => {
    const rows = Array.from({ length: 4000 }, (_, n) => [`d${n}`, `代表${n}`, `第${n % 40}代表团 ${"甲".repeat(20 + (n % 7))}`, "代表"]);
    const blob = await xlsx_of([{ name: "名册", columns: ["编号", "姓名", "代表团", "参评范围"], rows }]);
    const roster = await roster_in(new Uint8Array(await blob.arrayBuffer()));
    expect(roster.problems).toEqual([]);
    expect(roster.deputies).toHaveLength(4000);
    expect(roster.deputies[3999]).toMatchObject({ id: "d3999", name: "代表3999", electorates: ["deputies"] });
  });

  test("with a title above the headings, numbers as ids and an empty row between", async () => {
    const blob = await xlsx_of([
      { name: "名册", columns: ["人大代表名册", "", ""], rows: [["序号", "姓名（必填）", "代表团"], [1, "代表001", "城关镇"], [null, null, null], [2, "", "城关镇"]] },
    ]);
    const roster = await roster_in(new Uint8Array(await blob.arrayBuffer()));
    expect(roster.deputies).toEqual([{ id: "1", name: "代表001", group: "城关镇", electorates: ["deputies"] }]);
    expect(roster.problems).toEqual([{ row: 5, code: "missing_name", detail: "2", name: "" }]);
  });

  test("by English headings, and with numbers of its own where there is no column for them", async () => {
    const roster = await roster_in(utf8("Name,Delegation,Electorates\nDeputy 001,Chengguan,\"deputies, standing\"\nDeputy 002,Donghe,public\n"));
    expect(roster.numbered).toBe(true);
    expect(roster.deputies).toEqual([
      { id: "d001", name: "Deputy 001", group: "Chengguan", electorates: ["deputies", "standing"] },
      { id: "d002", name: "Deputy 002", group: "Donghe", electorates: ["public"] },
    ]);
  });

  test("back from the CSV that the page itself writes", async () => {
    const blob = await csv_of({ name: "", columns: ["编号", "姓名", "代表团", "参评范围"], rows: TWO.map((one) => [one.id, one.name, one.group, one.electorates.join(" ")]) });
    expect((await roster_in(new Uint8Array(await blob.arrayBuffer()))).deputies).toEqual(TWO);
  });
});

describe("a bad row is named with its number", () => {
  const problem_of = async (row: string, before = "") => {
    const roster = await roster_in(utf8(`编号,姓名,代表团,参评范围\n${before}${row}\nd900,代表900,城关镇,代表\n`));
    expect(roster.deputies.at(-1)?.id).toBe("d900");
    return roster.problems;
  };

  test.each([
    ["missing_name", "d001,,城关镇,代表", { row: 2, detail: "d001", name: "" }],
    ["missing_id", ",代表001,城关镇,代表", { row: 2, detail: "", name: "代表001" }],
    ["bad_id", "代表一号,代表001,城关镇,代表", { row: 2, detail: "代表一号", name: "代表001" }],
    ["long_name", `d001,${"长".repeat(61)},城关镇,代表`, { row: 2, detail: "", name: "长".repeat(61) }],
    ["long_group", `d001,代表001,${"长".repeat(61)},代表`, { row: 2, detail: "", name: "代表001" }],
    ["bad_electorate", "d001,代表001,城关镇,代表、评审团", { row: 2, detail: "评审团", name: "代表001" }],
    ["too_many_electorates", "d001,代表001,城关镇,a b c d e f g h i", { row: 2, detail: "9", name: "代表001" }],
  ])("%s", async (code, row, rest) => {
    expect(await problem_of(row)).toEqual([{ code, ...rest }]);
  });

  test("double_id names the row that had it first", async () => {
    expect(await problem_of("D001,代表002,城关镇,代表", "d001,代表001,城关镇,代表\n")).toEqual([
      { code: "double_id", row: 3, detail: "d001 · 2", name: "代表002" },
    ]);
  });

  test("too_many_deputies, from the first that has no room", () => {
    const rows = [["编号", "姓名"], ...Array.from({ length: 5001 }, (_, n) => [`d${n}`, `代表${n}`])];
    const found = roster_of(rows);
    expect(found.ok && found.roster.deputies).toHaveLength(5000);
    expect(found.ok && found.roster.problems).toEqual([{ code: "too_many_deputies", row: 5002, detail: "5000", name: "代表5000" }]);
  });
});

describe("a file that is no roll is refused as a whole", () => {
  test("when no row has a heading for names", () => {
    expect(roster_of([["编号", "电话"], ["d001", "1"]])).toEqual({ ok: false, problem: "no_heading" });
  });

  test.each([
    ["empty_file", new Uint8Array()],
    ["empty_file", utf8(" , ,\n")],
    ["old_excel", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
    ["not_a_table", new Uint8Array([0x50, 0x4b, 0x03, 0x04, 1, 2, 3])],
    ["unreadable_text", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff, 0, 0])],
  ])("%s", async (problem, bytes) => {
    expect(await of_bytes(bytes)).toEqual({ ok: false, problem });
  });
});

test("merging changes who is there, adds who is new and takes nobody away", () => {
  const present: DraftDeputy[] = [TWO[0], { id: "d009", name: "代表009", group: "石桥镇", electorates: [] }];
  const changed = { ...TWO[0], group: "北岭镇" };
  expect(merged(present, [TWO[1], changed])).toEqual({ deputies: [changed, present[1], TWO[1]], added: 1, changed: 1, same: 0 });
  expect(merged(TWO, TWO)).toEqual({ deputies: TWO, added: 0, changed: 0, same: 2 });
});
