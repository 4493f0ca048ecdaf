/** `/live#<inquiry>` or `/live?inquiry=<inquiry>`; null when the link names none. */
export function inquiry_of(address: { hash: string; search: string }): string | null {
  const named = address.hash.replace(/^#/, "") || new URLSearchParams(address.search).get("inquiry") || "";
  return /^[a-z0-9_-]{1,40}$/.test(named) ? named : null;
}
