// Last time's inquiry as the beginning of the next: the roll stays, the chosen items are rated again.
import type { Draft, DraftItem } from "./draft";

export interface Choice {
  id: string;
  title: string;
  /** Items to be taken along, by id. */
  items: ReadonlySet<string>;
  /** What stands before the title of an item that is rated again, such as 回访：; may be empty. */
  prefix: string;
}

export function duplicate_of(last: Draft, choice: Choice): Draft {
  const items = last.items.filter((item) => choice.items.has(item.id)).map((item) => with_prefix(item, choice.prefix));
  return {
    ...last,
    id: choice.id.trim(),
    title: choice.title.trim(),
    rehearsal_of: "",
    deputies: last.deputies.map((deputy) => ({ ...deputy, electorates: [...deputy.electorates] })),
    items,
    appearance: { ...last.appearance },
    // A code on the wall that leads to last time's page is worse than this server's own.
    public_url: "",
    // A re-vote repeated its first round on that evening; the next evening begins with first rounds again.
    ballots: last.ballots
      .filter((ballot) => choice.items.has(ballot.item) && ballot.follows === "")
      .map((ballot) => JSON.parse(JSON.stringify(ballot)) as typeof ballot),
  };
}

/** What the department had to say last time is not what it says now. */
function with_prefix(item: DraftItem, prefix: string): DraftItem {
  const title = prefix === "" || item.title.startsWith(prefix) ? item.title : `${prefix}${item.title}`;
  return { ...item, title, statement: "" };
}
