/** What is left of a span that ends at `ends_at`, on the clock of the server. */
export function left_ms(ends_at: number | null | undefined, now: number): number | null {
  return ends_at === null || ends_at === undefined ? null : Math.max(0, ends_at - now);
}
