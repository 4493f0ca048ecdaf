// A revealed result reaches a surface a moment before it may be shown: until its instant on the store's clock the surface
// keeps the picture of a ballot that is being counted. Everything that shows results looks at a view through this.
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import type { BallotView, InquiryView, RankingView } from "./messages.generated";

/** Ballots whose result is known here and may not be shown yet. */
export function held_back(inquiry: InquiryView, now: number): BallotView[] {
  return inquiry.ballots.filter(({ state, revealed_at }) => state === "revealed" && revealed_at !== undefined && revealed_at > now);
}

function counted_still(ballot: BallotView): BallotView {
  const { result: _, errata: __, revealed_at: ___, ...rest } = ballot;
  return { ...rest, state: ballot.scrutineers > 0 ? "confirmed" : "closed" };
}

/** Places are given anew, so that nothing tells that somebody is missing. */
function ranked(list: RankingView[]): RankingView[] {
  const places: RankingView[] = [];
  list.forEach((entry, index) => {
    const before = places[index - 1];
    places.push({ ...entry, place: before && before.figure === entry.figure ? before.place : index + 1 });
  });
  return places;
}

/** The view without what these ballots would tell. `ranking`: as it was shown before them. */
export function without_results(inquiry: InquiryView, ballots: ReadonlySet<string>, ranking?: RankingView[]): InquiryView {
  if (ballots.size === 0) return inquiry;
  return {
    ...inquiry,
    ballots: inquiry.ballots.map((ballot) => (ballots.has(ballot.id) ? counted_still(ballot) : ballot)),
    ranking: ranking ?? ranked((inquiry.ranking ?? []).filter(({ ballot }) => !ballots.has(ballot))),
  };
}

/** The moderator selected the item again after this ballot had been told or void: all are back at the question. */
export function left_behind(inquiry: InquiryView, ballot: BallotView): boolean {
  if (ballot.state !== "revealed" && ballot.state !== "void") return false;
  return inquiry.item_at !== undefined && (ballot.revealed_at ?? ballot.closes_at ?? 0) < inquiry.item_at;
}

export interface StoreTime {
  now(): number;
}

/** The longest single wait: a clock that is measured anew meanwhile is looked at again. */
const LOOK_AGAIN_MS = 1_000;

/**
 * What may be shown of the newest view at this moment. It changes with the view, and by itself at the instant of a reveal,
 * with or without a connection.
 */
export function use_told(newest: Ref<InquiryView | null>, clock: StoreTime): ComputedRef<InquiryView | null> {
  const hidden = shallowRef<ReadonlySet<string>>(new Set());
  // What was shown once stays so, though the clock be measured a little earlier later on.
  const shown = new Set<string>();
  let ranking: RankingView[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    clearTimeout(timer);
    const inquiry = newest.value;
    const now = clock.now();
    const waiting = inquiry ? held_back(inquiry, now).filter(({ id }) => !shown.has(id)) : [];
    for (const { id, state } of inquiry?.ballots ?? []) {
      if (state === "revealed" && !waiting.some((ballot) => ballot.id === id)) shown.add(id);
    }
    if (waiting.length === 0) ranking = inquiry?.ranking ?? [];
    if (waiting.length > 0 || hidden.value.size > 0) hidden.value = new Set(waiting.map(({ id }) => id));
    if (waiting.length === 0) return;
    const first = Math.min(...waiting.map(({ revealed_at }) => revealed_at!));
    timer = setTimeout(look, Math.min(LOOK_AGAIN_MS, Math.max(1, first - now)));
  }

  watch(newest, look, { immediate: true, flush: "sync" });
  document.addEventListener("visibilitychange", look);
  onScopeDispose(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  });
  return computed(() => newest.value && without_results(newest.value, hidden.value, ranking));
}
