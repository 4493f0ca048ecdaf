// The live check asks about the part of a draft that is whole already, so that one empty field doesn't silence the rest.
import type { Definition, ScalePreset } from "@shared/messages.generated";
import { definition_of } from "./definition";
import type { Draft } from "./draft";
import { is_within, type Problem } from "./problems";

export interface Question {
  definition: Definition;
  /** The index in the draft of each item and ballot that is asked about. */
  items: number[];
  ballots: number[];
}

export function question_about(draft: Draft, problems: readonly Problem[], scales: readonly ScalePreset[]): Question {
  const whole = definition_of(draft, scales);
  const sound = (place: string) => !problems.some((problem) => is_within(problem.place, place));
  const items = indexes(whole.items).filter((index) => sound(`items[${index}]`));
  const named = new Set(items.map((index) => whole.items[index].id));
  const all = whole.ballots ?? [];
  const ballots = indexes(all).filter((index) => sound(`ballots[${index}]`) && named.has(all[index].item));
  const { appearance, public_delay_ms, public_url, ...rest } = whole;
  const asked = new Set(ballots.map((index) => all[index].id));
  return {
    items,
    ballots,
    definition: {
      ...rest,
      ...(appearance && sound("appearance") && { appearance }),
      ...(public_delay_ms !== undefined && sound("public_delay_ms") && { public_delay_ms }),
      ...(public_url !== undefined && sound("public_url") && { public_url }),
      id: sound("id") ? whole.id : "draft",
      title: sound("title") ? whole.title : "draft",
      // The roll is long, and is read here already.
      deputies: [],
      items: items.map((index) => whole.items[index]),
      ballots: ballots.map((index) => without_unasked(all[index], asked)),
    },
  };
}

function without_unasked<Ballot extends { follows?: string }>(ballot: Ballot, asked: ReadonlySet<string>): Ballot {
  if (ballot.follows === undefined || asked.has(ballot.follows)) return ballot;
  const { follows: _, ...rest } = ballot;
  return rest as Ballot;
}

const indexes = (list: readonly unknown[]): number[] => list.map((_, index) => index);

/** A place in what was asked, as a place in the draft. */
export function place_in_draft(place: string, asked: Question): string {
  return place.replace(/^(items|ballots)\[(\d+)\]/, (_, list: "items" | "ballots", index: string) => `${list}[${asked[list][Number(index)] ?? index}]`);
}
