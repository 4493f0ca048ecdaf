// Calls that the office makes: also deletions and texts, and with more patience than the evening has: rolls and records are large.
import type { ErrorCode } from "@shared/messages.generated";

export interface Refusal {
  ok: false;
  status: number;
  code: ErrorCode | "unreachable";
  message: string;
}
export type Reply<Body> = { ok: true; body: Body } | Refusal;
export type Method = "GET" | "POST" | "PUT" | "DELETE";

const LIMIT_MS = 60_000;

export async function request_text(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply<string>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LIMIT_MS);
  // The server takes changes as JSON only, a deletion too.
  const typed = method === "GET" ? headers : { "Content-Type": "application/json", ...headers };
  try {
    const response = await fetch(path, {
      method,
      credentials: "same-origin",
      signal: abort.signal,
      headers: typed,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, body: text };
    const problem = (parsed(text) ?? {}) as { code?: ErrorCode; message?: string };
    const code = problem.code ?? (response.status >= 500 ? "unavailable" : "bad_request");
    return { ok: false, status: response.status, code, message: problem.message ?? "" };
  } catch {
    return { ok: false, status: 0, code: "unreachable", message: "" };
  } finally {
    clearTimeout(timer);
  }
}

export async function request_json<Body>(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<Body>> {
  const answer = await request_text(method, path, body, headers);
  return answer.ok ? { ok: true, body: parsed(answer.body) as Body } : answer;
}

function parsed(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
