// Who this phone is. A personal link is `/phone#<inquiry>/<key>`; the key is exchanged for a cookie, and remembered,
// so that the page comes back after a reload, after sleep, or when WeChat has thrown it away.
import { ref, shallowRef } from "vue";
import { post_json } from "@shared/http";
import type { JoinAnswer } from "@shared/messages.generated";

export interface Deputy {
  inquiry: string;
  key: string;
  id: string;
  name: string;
  group: string;
  electorates: string[];
}

export type Refusal = "no_link" | "bad_key" | "no_inquiry" | "revoked" | "replaced" | "not_allowed";

const STORED_AS = "wenzheng.deputy";
const LONGEST_WAIT_MS = 10_000;
/** A second refused connection so soon after a good sign-in: cookies don't stay here, asking again would never end. */
const REJOIN_PAUSE_MS = 20_000;

export function link_of(fragment: string): { inquiry: string; key: string } | null {
  const match = /^#?([a-z0-9_-]{1,40})\/([^/\s]{1,200})$/.exec(safe_decode(fragment));
  return match ? { inquiry: match[1], key: match[2] } : null;
}

function safe_decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function remembered(): Deputy | null {
  try {
    const deputy = JSON.parse(localStorage.getItem(STORED_AS) ?? "null") as Deputy | null;
    return deputy?.inquiry && deputy.key && deputy.id && Array.isArray(deputy.electorates) ? deputy : null;
  } catch {
    return null;
  }
}

function remember(deputy: Deputy | null): void {
  try {
    if (deputy) localStorage.setItem(STORED_AS, JSON.stringify(deputy));
    else localStorage.removeItem(STORED_AS);
  } catch {
    // The link must be opened again, then.
  }
}

export function use_session() {
  const deputy = shallowRef<Deputy | null>(null);
  const refusal = ref<Refusal | null>(null);
  /** The last try to sign in had no answer; the next follows by itself. */
  const unreachable = ref(false);
  let joined_at = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function join(inquiry: string, key: string, tries = 0): Promise<void> {
    clearTimeout(timer);
    const answer = await post_json<JoinAnswer>(`/api/v1/inquiries/${encodeURIComponent(inquiry)}/join`, { key });
    if (answer.ok) {
      const { id, name, group, electorates } = answer.body;
      const joined = { inquiry, key, id, name, group, electorates };
      joined_at = performance.now();
      unreachable.value = false;
      refusal.value = null;
      remember(joined);
      // A page that is passed on in WeChat must not carry the key with it.
      history.replaceState(history.state, "", location.pathname + location.search);
      deputy.value = joined;
      return;
    }
    if (answer.status === 401 || answer.code === "bad_key") return refuse("bad_key");
    if (answer.code === "no_such_inquiry" || answer.status === 404) return refuse("no_inquiry");
    if (answer.status === 400) return refuse("bad_key");
    if (answer.status === 403) return refuse("not_allowed");
    unreachable.value = true;
    const limit_ms = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(tries, 5));
    timer = setTimeout(() => void join(inquiry, key, tries + 1), limit_ms * (0.5 + Math.random() / 2));
  }

  function refuse(reason: Refusal): void {
    unreachable.value = false;
    deputy.value = null;
    refusal.value = reason;
  }

  function start(): void {
    const link = link_of(location.hash);
    const known = remembered();
    refusal.value = null;
    if (link && (link.key !== known?.key || link.inquiry !== known.inquiry)) {
      void join(link.inquiry, link.key);
    } else if (known) {
      history.replaceState(history.state, "", location.pathname + location.search);
      deputy.value = known;
    } else {
      refuse("no_link");
    }
  }

  /** The server closed the connection for good. A cookie that ran out is renewed with the key, once. */
  function stopped(close_code: number | null): void {
    const known = deputy.value;
    if (close_code === 4505) return refuse("revoked");
    if (close_code === 4509) return refuse("replaced");
    if (close_code === 4504) return refuse("no_inquiry");
    if (known && performance.now() - joined_at > REJOIN_PAUSE_MS) {
      deputy.value = null;
      void join(known.inquiry, known.key);
      return;
    }
    refuse(close_code === 4503 ? "not_allowed" : "bad_key");
  }

  // A second link opened in the same tab changes the fragment only.
  window.addEventListener("hashchange", () => {
    if (link_of(location.hash)) location.reload();
  });

  return { deputy, refusal, unreachable, start, stopped };
}
