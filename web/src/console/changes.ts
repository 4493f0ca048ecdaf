// What somebody else has done between two views, to say why a command came too late. Pure: keys and values, no words.
import type { MessageKey } from "@shared/i18n";
import type { BallotView, InquiryView } from "@shared/messages.generated";

export interface Change {
  key: MessageKey;
  values?: Record<string, string | number>;
  /** Values that are words of the catalogue. */
  words?: Record<string, MessageKey>;
}

const by_id = <One extends { id: string }>(list: readonly One[] | undefined) => new Map((list ?? []).map((one) => [one.id, one]));

function of_ballot(before: BallotView | undefined, now: BallotView): Change | null {
  const values = { ballot: now.title };
  if (!before) return { key: "console.changed.ballot_added", values };
  if (before.state !== now.state) return { key: "console.changed.ballot", values, words: { state: `ballot.state.${now.state}` } };
  if ((before.errata?.length ?? 0) !== (now.errata?.length ?? 0) || Boolean(before.erratum_waiting) !== Boolean(now.erratum_waiting)) {
    return { key: "console.changed.erratum", values };
  }
  const confirmed = (one: BallotView) => (one.erratum_waiting ?? one).confirmations;
  if (confirmed(before) !== confirmed(now)) return { key: "console.changed.confirmed", values: { ...values, n: confirmed(now) } };
  if (JSON.stringify(before.paper) !== JSON.stringify(now.paper)) return { key: "console.changed.paper", values };
  if (before.closes_at !== now.closes_at) return { key: "console.changed.extended", values };
  return null;
}

function of_agenda(before: InquiryView, now: InquiryView): Change[] {
  const known = by_id(before.items);
  const added = now.items.filter((item) => !known.has(item.id));
  const order = (view: InquiryView) => view.items.filter((item) => known.has(item.id)).map((item) => `${item.id} ${item.skipped}`).join();
  const changes: Change[] = added.map((item) => ({ key: "console.changed.item_added", values: { item: item.title } }));
  return order(before) === order(now) ? changes : [...changes, { key: "console.changed.agenda" }];
}

function of_floor(before: InquiryView, now: InquiryView): Change[] {
  const changes: Change[] = [];
  if (now.speaker && now.speaker.since !== before.speaker?.since) changes.push({ key: "console.changed.speaker", values: { name: now.speaker.name } });
  else if (before.speaker && !now.speaker) changes.push({ key: "console.changed.speech_ended", values: { name: before.speaker.name } });
  const left = by_id(now.requests);
  for (const request of before.requests ?? []) {
    if (!left.has(request.id) && before.speaker?.deputy !== request.deputy) changes.push({ key: "console.changed.request_closed", values: { name: request.name } });
  }
  if (JSON.stringify(before.timer) !== JSON.stringify(now.timer)) changes.push({ key: "console.changed.timer" });
  return changes;
}

/** The weightiest first. */
export function what_changed(before: InquiryView, now: InquiryView): Change[] {
  const changes: (Change | null)[] = [];
  if (before.state !== now.state) changes.push({ key: "console.changed.inquiry", words: { state: `inquiry.state.${now.state}` } });
  const known = by_id(before.ballots);
  changes.push(...now.ballots.map((ballot) => of_ballot(known.get(ballot.id), ballot)));
  const up = now.items.find((item) => item.id === now.item);
  if (before.item !== now.item && up) changes.push({ key: "console.changed.item", values: { department: up.department } });
  changes.push(...of_agenda(before, now), ...of_floor(before, now));
  const screens = by_id(before.screens);
  for (const screen of now.screens ?? []) {
    const was = screens.get(screen.id);
    const picture = (one: typeof screen | undefined) => JSON.stringify([one?.layout, one?.panic, one?.picture, one?.preview]);
    if (picture(was) !== picture(screen)) changes.push({ key: "console.changed.screen", values: { name: screen.name } });
  }
  if (JSON.stringify(before.showing) !== JSON.stringify(now.showing)) changes.push({ key: "console.changed.evidence" });
  if (now.commitments.length > before.commitments.length) changes.push({ key: "console.changed.commitment" });
  const here = by_id(before.deputies);
  for (const deputy of now.deputies ?? []) {
    if (here.get(deputy.id)?.checked_in !== deputy.checked_in) {
      changes.push({ key: deputy.checked_in ? "console.changed.checked_in" : "console.changed.checked_out", values: { name: deputy.name } });
    }
  }
  return changes.filter((change) => change !== null);
}
