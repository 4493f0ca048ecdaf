// Which column is which, by the words that rolls have above them.
import words from "./headings.json";

export type Column = "id" | "name" | "group" | "electorates";

/** The well-known electorates by the names that offices give them. */
export function electorate_of(word: string): string {
  const known = Object.entries(words.electorates).find(([, names]) => names.includes(plain(word)));
  return known ? known[0] : word.normalize("NFKC").trim().toLowerCase();
}

export function column_of(heading: string): Column | null {
  const found = (Object.entries(words.columns) as [Column, string[]][]).find(([, names]) => names.includes(plain(heading)));
  return found ? found[0] : null;
}

/** Without what people put around a word: width, case, spaces, marks of obligation and notes in brackets. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\(.*?\)/g, "")
    .replace(/[\s*:_-]/g, "");
}
