// The picture of the last moment: a source that is loaded again shows it at once, before any answer of the server.
import type { InquiryView, Progress } from "@shared/messages.generated";

export interface Snapshot {
  version: 1;
  screen: string;
  epoch: string;
  rev: number;
  inquiry: InquiryView;
  progress: Progress | null;
  /** The server's clock at this picture: where the countdown stands still. */
  server_now: number;
  saved_at: number;
}

/** An older picture says nothing about tonight any more: only its title is shown. */
export const SNAPSHOT_GOOD_FOR_MS = 10 * 60_000;

function stored_as(inquiry: string, key: string): string {
  return `wenzheng.screen.${inquiry}.${key.slice(0, 12)}`;
}

export function load_snapshot(inquiry: string, key: string): Snapshot | null {
  try {
    const snapshot = JSON.parse(window.localStorage.getItem(stored_as(inquiry, key)) ?? "null") as Snapshot | null;
    return snapshot?.version === 1 && snapshot.inquiry.id === inquiry ? snapshot : null;
  } catch {
    return null;
  }
}

export function save_snapshot(inquiry: string, key: string, snapshot: Snapshot): void {
  try {
    window.localStorage.setItem(stored_as(inquiry, key), JSON.stringify(snapshot));
  } catch {
    // a full or forbidden store costs the picture after a reload, nothing else
  }
}
