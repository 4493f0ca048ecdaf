// Deadlines as they are named in the hall, as `YYYY-MM-DD` on the reader's calendar.
export type Term = { days: number } | { months: number };

export const TERMS: readonly Term[] = [{ days: 7 }, { days: 15 }, { months: 1 }, { months: 3 }];

/** A month from 31 January is the last day of February. */
export function due_in(term: Term, from: number): string {
  const start = new Date(from);
  const day = new Date(start);
  if ("days" in term) {
    day.setDate(start.getDate() + term.days);
  } else {
    day.setDate(1);
    day.setMonth(start.getMonth() + term.months);
    const last = new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate();
    day.setDate(Math.min(start.getDate(), last));
  }
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}
