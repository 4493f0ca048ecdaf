// Rows into deputies: every row that can't be taken is named with its number and why.
import { is_id, LIMITS, type DraftDeputy } from "../model/draft";
import { column_of, electorate_of, type Column } from "./headings";

export type RowProblemCode =
  | "missing_name"
  | "missing_id"
  | "bad_id"
  | "double_id"
  | "long_name"
  | "long_group"
  | "bad_electorate"
  | "too_many_electorates"
  | "too_many_deputies";

export interface RowProblem {
  /** As the spreadsheet counts, from 1. */
  row: number;
  code: RowProblemCode;
  /** What stands in the cell, or the row that has the same id. */
  detail: string;
  name: string;
}

export interface Roster {
  deputies: DraftDeputy[];
  problems: RowProblem[];
  /** How many deputies are in no electorate: they may follow, but nowhere vote. */
  without_electorate: number;
  numbered: boolean;
  columns: Column[];
}

export type RosterOrProblem = { ok: true; roster: Roster } | { ok: false; problem: "no_heading" };

// A title or a note often stands above the headings.
const HEADING_WITHIN_ROWS = 10;

export function roster_of(rows: readonly string[][], default_electorate = "deputies"): RosterOrProblem {
  const heading = rows.slice(0, HEADING_WITHIN_ROWS).findIndex((row) => row.some((cell) => column_of(cell) === "name"));
  if (heading < 0) return { ok: false, problem: "no_heading" };
  const places = places_of(rows[heading]);
  const roster: Roster = { deputies: [], problems: [], without_electorate: 0, numbered: !places.has("id"), columns: [...places.keys()] };
  const first_row_of = new Map<string, number>();
  rows.slice(heading + 1).forEach((cells, offset) => {
    if (cells.every((cell) => cell === "")) return;
    const row = heading + offset + 2;
    const cell = (column: Column) => cells[places.get(column) ?? -1] ?? "";
    const name = cell("name");
    const bad = (code: RowProblemCode, detail = "") => void roster.problems.push({ row, code, detail, name });
    const id = places.has("id") ? cell("id").normalize("NFKC").toLowerCase() : `d${String(roster.deputies.length + 1).padStart(3, "0")}`;
    const electorates = places.has("electorates") ? words_in(cell("electorates")).map(electorate_of) : [default_electorate];
    if (name === "") return bad("missing_name", id);
    if ([...name].length > LIMITS.name) return bad("long_name");
    if (id === "") return bad("missing_id");
    if (!is_id(id)) return bad("bad_id", cell("id"));
    const earlier = first_row_of.get(id);
    if (earlier !== undefined) return bad("double_id", `${id} · ${earlier}`);
    if ([...cell("group")].length > LIMITS.name) return bad("long_group");
    const strange = electorates.find((one) => !is_id(one));
    if (strange !== undefined) return bad("bad_electorate", strange);
    const different = [...new Set(electorates)];
    if (different.length > LIMITS.electorates) return bad("too_many_electorates", String(different.length));
    if (roster.deputies.length >= LIMITS.deputies) return bad("too_many_deputies", String(LIMITS.deputies));
    first_row_of.set(id, row);
    if (different.length === 0) roster.without_electorate += 1;
    roster.deputies.push({ id, name, group: cell("group"), electorates: different });
  });
  return { ok: true, roster };
}

function places_of(headings: readonly string[]): Map<Column, number> {
  const places = new Map<Column, number>();
  headings.forEach((heading, index) => {
    const column = column_of(heading);
    if (column && !places.has(column)) places.set(column, index);
  });
  return places;
}

const words_in = (cell: string): string[] => cell.split(/[\s,;|/+\u3001\uff0c\uff1b\uff5c\uff0f]+/).filter((word) => word !== "");

export interface Merged {
  deputies: DraftDeputy[];
  added: number;
  changed: number;
  same: number;
}

/** New deputies behind those that are there; who has the same id is changed to what the file says. */
export function merged(present: readonly DraftDeputy[], imported: readonly DraftDeputy[]): Merged {
  const by_id = new Map(imported.map((deputy) => [deputy.id, deputy]));
  const result: Merged = { deputies: [], added: 0, changed: 0, same: 0 };
  for (const deputy of present) {
    const newer = by_id.get(deputy.id);
    if (newer) result[JSON.stringify(newer) === JSON.stringify(deputy) ? "same" : "changed"] += 1;
    result.deputies.push(newer ?? deputy);
    by_id.delete(deputy.id);
  }
  for (const deputy of by_id.values()) result.deputies.push(deputy);
  result.added = by_id.size;
  return result;
}
