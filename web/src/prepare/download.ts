// Files that a page makes for its reader.
export type Cell = string | number | null;

export interface Sheet {
  name: string;
  columns: string[];
  rows: Cell[][];
}

export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Old browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** With the mark by which Excel knows UTF-8. What a spreadsheet would compute is quoted: a name is never a formula. */
export async function csv_of(sheet: Sheet): Promise<Blob> {
  const papaparse = await import("papaparse");
  const text = papaparse.default.unparse([sheet.columns, ...sheet.rows], { escapeFormulae: true, newline: "\r\n" });
  return new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });
}

export async function xlsx_of(sheets: Sheet[]): Promise<Blob> {
  const { default: write } = await import("write-excel-file/universal");
  return write(
    sheets.map((sheet) => ({
      sheet: sheet_name(sheet.name),
      data: [sheet.columns.map((value) => ({ value, fontWeight: "bold" as const })), ...sheet.rows.map((row) => row.map(cell_of))],
      columns: sheet.columns.map((heading, index) => ({ width: column_width(sheet, heading, index) })),
      stickyRowsCount: 1,
    })),
  ).toBlob();
}

function cell_of(value: Cell) {
  if (value === null || value === "") return null;
  return typeof value === "number" ? { value, type: Number } : { value, type: String };
}

/** Excel allows 31 characters and not all of them. */
const sheet_name = (name: string) => name.replace(/[\\/?*[\]:]/g, " ").slice(0, 31);

function column_width(sheet: Sheet, heading: string, index: number): number {
  const longest = Math.max(...[heading, ...sheet.rows.slice(0, 200).map((row) => String(row[index] ?? ""))].map(width_of));
  return Math.min(60, Math.max(8, longest + 2));
}

/** In Latin letters: a Chinese character is as wide as two. */
export const width_of = (text: string): number => [...text].reduce((sum, one) => sum + (one > "\u2e80" ? 2 : 1), 0);
