// Where a screen's picture comes from: the server, or the console that has this page as a monitor.
import type { Ref } from "vue";
import type { InquiryView, Progress } from "@shared/messages.generated";
import type { StoreTime } from "@shared/told";
import type { ScreenState } from "./scene";

export interface ScreenSource {
  /** What may be shown at this moment; null until anything is known. */
  inquiry: Readonly<Ref<InquiryView | null>>;
  /** What is known, though it may not be shown yet; the same object where it may. */
  newest: Readonly<Ref<InquiryView | null>>;
  screen: Readonly<Ref<ScreenState>>;
  /** Until it is, this may be a caption over a running programme: then nothing at all may be painted. */
  known: Readonly<Ref<boolean>>;
  progress: Readonly<Ref<Progress | null>>;
  name: Readonly<Ref<string>>;
  /** The clock of the picture: it stands still while nobody vouches for it. */
  now: Readonly<Ref<number>>;
  /** The store's clock, whether the picture stands still or not. */
  clock: StoreTime;
  held: Readonly<Ref<boolean>>;
  stale: Readonly<Ref<boolean>>;
  /** Counts what has come, for whoever reports that it was drawn. */
  arrived: Readonly<Ref<number>>;
  /** When this page saw the result announced, on the store's clock; null for a result that it has always known. */
  revealed_since(ballot: string | undefined): number | null;
  /** Says that the newest of what has come is on the picture. */
  report_painted(): void;
}

/** Notes which results become known between two views, and when they begin. */
export function note_reveals(fresh: Map<string, number>, before: InquiryView | null, after: InquiryView, now: number): void {
  for (const { id, state, revealed_at } of after.ballots) {
    if (state !== "revealed" || fresh.has(id)) continue;
    const earlier = before?.ballots.find((ballot) => ballot.id === id);
    const news = (earlier !== undefined && earlier.state !== "revealed") || (revealed_at ?? 0) > now;
    if (news) fresh.set(id, revealed_at ?? now);
  }
}
