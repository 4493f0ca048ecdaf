// The rows of a spreadsheet or CSV file, as texts. The libraries are fetched when the first file is chosen.
import { decode, type Encoding } from "./text";

export type FileProblem = "old_excel" | "not_a_table" | "empty_file" | "unreadable_text" | "too_large";

export interface Table {
  rows: string[][];
  /** How the file was read, to be shown in the preview. */
  as: "Excel" | Encoding;
}

export type TableOrProblem = { ok: true; table: Table } | { ok: false; problem: FileProblem };

const MOST_BYTES = 16 * 1024 * 1024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];

export async function table_of(bytes: ArrayBuffer): Promise<TableOrProblem> {
  const view = new Uint8Array(bytes);
  if (view.length === 0) return { ok: false, problem: "empty_file" };
  if (view.length > MOST_BYTES) return { ok: false, problem: "too_large" };
  const begins = (mark: readonly number[]) => mark.every((byte, index) => view[index] === byte);
  if (begins(OLD_EXCEL)) return { ok: false, problem: "old_excel" };
  return begins(ZIP) ? spreadsheet(bytes) : text_table(view);
}

async function spreadsheet(bytes: ArrayBuffer): Promise<TableOrProblem> {
  const { readSheet } = await import("read-excel-file/universal");
  try {
    const rows = await readSheet(bytes);
    return checked({ as: "Excel", rows: rows.map((row) => row.map(cell_text)) });
  } catch {
    return { ok: false, problem: "not_a_table" };
  }
}

async function text_table(bytes: Uint8Array): Promise<TableOrProblem> {
  const { text, encoding, clean } = decode(bytes);
  if (!clean || text.includes("\0")) return { ok: false, problem: "unreadable_text" };
  const papaparse = await import("papaparse");
  const { data } = papaparse.default.parse<string[]>(text.replace(/^\ufeff/, ""), { skipEmptyLines: false });
  return checked({ as: encoding, rows: data.map((row) => row.map(cell_text)) });
}

function checked(table: Table): TableOrProblem {
  const filled = table.rows.some((row) => row.some((cell) => cell !== ""));
  return filled ? { ok: true, table } : { ok: false, problem: "empty_file" };
}

function cell_text(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
}
