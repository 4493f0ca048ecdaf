// Figures and times as they are read out. Percentages come from the server as text: nothing is computed again here.
export function percent_text(percent: string): string {
  return `${percent}%`;
}

/** 12345 → 12,345 */
export function number_text(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 65 000 → `1:05`, rounded up, so that 0:00 stands only when time is over. */
export function duration_text(duration_ms: number): string {
  const seconds = Math.max(0, Math.ceil(duration_ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** An instant as `19:42`, in the reader's time zone. */
export function clock_text(instant: number): string {
  const date = new Date(instant);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** The short code of a receipt: its first eight characters in two groups, to be read aloud. */
export function receipt_code(receipt: string): string {
  const short = receipt.slice(0, 8).toUpperCase();
  return short.length > 4 ? `${short.slice(0, 4)} ${short.slice(4)}` : short;
}
