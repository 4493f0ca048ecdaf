// Calls to the server's HTTP side. A refusal is an answer with a code, never an exception.
import type { ErrorCode } from "./messages.generated";

export type Answer<Body> =
  | { ok: true; body: Body; etag: string | null }
  | { ok: false; status: number; code: ErrorCode | "unreachable"; message: string; /** Where the server said when to come again. */ after_s?: number };

const LIMIT_MS = 10_000;

async function call<Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LIMIT_MS);
  try {
    const response = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: abort.signal,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const value = parsed(text);
    if (response.ok) return { ok: true, body: value as Body, etag: response.headers.get("ETag") };
    const problem = (value ?? {}) as { code?: ErrorCode; message?: string };
    const code = problem.code ?? (response.status >= 500 ? "unavailable" : "bad_field");
    const after_s = Number(response.headers.get("Retry-After") ?? Number.NaN);
    return { ok: false, status: response.status, code, message: problem.message ?? "", ...(after_s > 0 && { after_s }) };
  } catch {
    return { ok: false, status: 0, code: "unreachable", message: "" };
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export const get_json = <Body>(path: string) => call<Body>("GET", path);
export const post_json = <Body>(path: string, body: unknown) => call<Body>("POST", path, body);
export const put_json = <Body>(path: string, body: unknown, rev: number) =>
  call<Body>("PUT", path, body, { "If-Match": String(rev) });
