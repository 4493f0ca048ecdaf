// What was typed and not yet saved on the server, kept in this browser: a closed window or a lost network takes nothing away.
import type { Draft } from "./draft";

export interface Kept {
  key: string;
  /** The inquiry that is being changed, with the revision it was read at; null for a new one. */
  source: { id: string; rev: number } | null;
  draft: Draft;
  changed_at: number;
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
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
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
