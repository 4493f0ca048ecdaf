// The named votes of ballots that have ended, from the record: JSON lines, an event each; what closes a ballot has a seal.
export interface NamedVote {
  ballot: string;
  deputy: string;
  name: string;
  group: string;
  pressed: string;
  attempt: number;
  receipt: string;
  at: number;
  /** The account on whose tablet it was pressed with the deputy's consent, or "". */
  by: string;
  /** It came after the close, and was admitted. */
  late: boolean;
}

interface Line {
  event?: string;
  seal?: string;
}

interface Event {
  type?: string;
  ballot?: string;
  definition?: { deputies?: { id: string; name: string; group?: string }[] };
}

/** In the order of the record, each ballot in the order of the roll. Null where the text is no record. */
export function votes_in(record: string): NamedVote[] | null {
  const people = new Map<string, { name: string; group: string; place: number }>();
  // By ballot: where late votes were admitted, the later seal has everything that counts.
  const votes = new Map<string, NamedVote[]>();
  try {
    for (const text of record.split("\n")) {
      if (text.trim() === "") continue;
      const line = JSON.parse(text) as Line;
      const event = line.event === undefined ? {} : (JSON.parse(line.event) as Event);
      for (const [place, deputy] of (event.definition?.deputies ?? []).entries()) people.set(deputy.id, { name: deputy.name, group: deputy.group ?? "", place });
      if (line.seal === undefined || event.ballot === undefined) continue;
      const sealed = JSON.parse(line.seal) as { votes?: Record<string, string> };
      if (!sealed.votes) continue;
      const of_ballot = Object.entries(sealed.votes).map(([deputy, stored]) => named_vote(event.ballot ?? "", deputy, stored, people));
      const place = (vote: NamedVote) => people.get(vote.deputy)?.place ?? Number.MAX_SAFE_INTEGER;
      votes.set(
        event.ballot,
        of_ballot.sort((one, other) => place(one) - place(other)),
      );
    }
  } catch {
    return null;
  }
  return [...votes.values()].flat();
}

function named_vote(ballot: string, deputy: string, stored: string, people: ReadonlyMap<string, { name: string; group: string }>): NamedVote {
  const [pressed = "", attempt = "0", receipt = "", at = "0", by = "", late = ""] = stored.split(" ");
  const who = people.get(deputy);
  return { ballot, deputy, name: who?.name ?? deputy, group: who?.group ?? "", pressed, attempt: Number(attempt), receipt, at: Number(at), by: by === "-" ? "" : by, late: late === "late" };
}
