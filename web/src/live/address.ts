/** `/live/<inquiry>`, `/live#<inquiry>` or `/live?inquiry=<inquiry>`; null when the link names none. */
export function inquiry_of(address: { pathname: string; hash: string; search: string }): string | null {
  const in_path = /^\/live\/([^/]+)\/?$/.exec(address.pathname)?.[1];
  const named = in_path ?? (address.hash.replace(/^#/, "") || new URLSearchParams(address.search).get("inquiry") || "");
  return /^[a-z0-9_-]{1,40}$/.test(named) ? named : null;
}
