// Evidence on air: which there is for an item, what is beside it in the order, and where a video is at an instant.
import type { EvidenceView, InquiryView, MediaType, ShowingView } from "./messages.generated";

export const is_video = (type: MediaType): boolean => type.startsWith("video/");

export function evidence_of(inquiry: InquiryView, item: string | null): EvidenceView[] {
  return (inquiry.evidence ?? []).filter((one) => one.item === item);
}

export function evidence_by_id(inquiry: InquiryView, id: string | null | undefined): EvidenceView | null {
  return (inquiry.evidence ?? []).find((one) => one.id === id) ?? null;
}

/** The evidence of the same item so many places further; null beyond either end. */
export function evidence_beside(inquiry: InquiryView, id: string, by: 1 | -1): EvidenceView | null {
  const shown = evidence_by_id(inquiry, id);
  if (!shown) return null;
  const all = evidence_of(inquiry, shown.item);
  return all[all.findIndex((one) => one.id === id) + by] ?? null;
}

/** Where the film is at this instant of the store's clock; `length_ms` where it is known. */
export function position_at(showing: ShowingView, now: number, length_ms: number | null = null): number {
  const run = showing.playing ? Math.max(0, now - showing.at) : 0;
  const position = showing.position_ms + run;
  return length_ms === null ? position : Math.min(length_ms, position);
}

/** 65 000 → `1:05`, rounded down: a film stands at 0:00 when it begins. */
export function film_time(position_ms: number): string {
  const seconds = Math.floor(Math.max(0, position_ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
