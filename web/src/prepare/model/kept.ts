// What was typed and not yet saved on the server, kept in this browser: a closed window or a lost network takes nothing away.
import { blank_draft, type Draft } from "./draft";

/** The inquiry that is being changed: the revision it was read at, and a mark of what its definition was then. */
export interface Source {
  id: string;
  rev: number;
  base: string;
}

export interface Kept {
  key: string;
  /** Null for a new one. */
  source: Source | null;
  draft: Draft;
  changed_at: number;
}

/** Tells two definitions apart; a change by somebody else is not overwritten unseen. */
export function mark_of(text: string): string {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  return `${(one >>> 0).toString(16)}-${(other >>> 0).toString(16)}-${text.length}`;
}

const PREFIX = "wenzheng.prepare.";

export const key_of_inquiry = (id: string): string => `of-${id}`;
export const key_of_new = (): string => `new-${Date.now().toString(36)}`;

/** False where the browser has no room or no permission; the page then says so. */
export function keep(kept: Kept, storage: Storage = window.localStorage): boolean {
  try {
    storage.setItem(PREFIX + kept.key, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string, storage: Storage = window.localStorage): void {
  try {
    storage.removeItem(PREFIX + key);
  } catch {
    // then there was nothing kept either
  }
}

export function kept_under(key: string, storage: Storage = window.localStorage): Kept | null {
  try {
    const text = storage.getItem(PREFIX + key);
    return text === null ? null : completed(JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

/** A draft that was kept before there were statements and appearances has none. */
function completed(kept: Kept): Kept {
  const items = kept.draft.items.map((item) => ({ ...item, statement: item.statement ?? "" }));
  return { ...kept, draft: { ...blank_draft(), ...kept.draft, items } };
}

/** The newest first. */
export function all_kept(storage: Storage = window.localStorage): Kept[] {
  const found: Kept[] = [];
  try {
    for (let index = 0; index < storage.length; index += 1) {
      const name = storage.key(index) ?? "";
      const kept = name.startsWith(PREFIX) ? kept_under(name.slice(PREFIX.length), storage) : null;
      if (kept) found.push(kept);
    }
  } catch {
    return [];
  }
  return found.sort((one, other) => other.changed_at - one.changed_at);
}
