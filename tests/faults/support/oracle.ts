// Judges an evening by what the phones themselves sent and were answered, against the record. Pure.
export interface SentVote {
  deputy: string;
  ballot: string;
  nonce: string;
  choice: string;
  attempt: number;
  // First sent when the phone had already been told that the ballot is closed.
  afterClose: boolean;
  receipt?: string;
  late?: boolean;
  refused?: string;
  // Two answers that don't agree.
  changed?: boolean;
}

export interface Findings {
  cast: number;
  confirmed: number;
  refused: number;
  unanswered: number;
  // Confirmed, and not in the result.
  lost: number;
  // In the result more than once, or without any phone having pressed it.
  double: number;
  // Receipts for what was pressed after the close.
  outside: number;
  changed: number;
  // Ballots whose counts are not what their votes come to.
  miscounted: number;
  remarks: string[];
}

interface Kept {
  mark: string;
  attempt: number;
  receipt: string;
}

interface Sealed {
  counts: Record<string, number>;
  votes: Map<string, Kept>;
}

interface Line {
  event?: string;
  seal?: string;
}

// The last seal of each ballot: what its result is made of.
function seals(record: string): Map<string, Sealed> {
  const found = new Map<string, Sealed>();
  for (const text of record.split('\n')) {
    if (text.trim() === '') continue;
    const line = JSON.parse(text) as Line;
    if (line.event === undefined || line.seal === undefined) continue;
    const { ballot } = JSON.parse(line.event) as { ballot?: string };
    const seal = JSON.parse(line.seal) as { counts?: Record<string, number>; votes?: Record<string, string> };
    if (ballot === undefined || !seal.votes || !seal.counts) continue;
    const votes = new Map<string, Kept>();
    for (const [deputy, stored] of Object.entries(seal.votes)) {
      const [mark = '', attempt = '0', receipt = ''] = stored.split(' ');
      votes.set(deputy, { mark, attempt: Number(attempt), receipt });
    }
    found.set(ballot, { counts: seal.counts, votes });
  }
  return found;
}

function recount(votes: Iterable<Kept>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { mark } of votes) counts[mark] = (counts[mark] ?? 0) + 1;
  return counts;
}

function same(one: Record<string, number>, other: Record<string, number>): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => (one[key] ?? 0) === (other[key] ?? 0));
}

// `record` is the exported one. `announced` are the counts that the operators were shown at the reveal, by ballot. Late votes
// count in the ballots where they were `admitted`, and in no other.
export function judge(
  sent: readonly SentVote[],
  record: string,
  announced: ReadonlyMap<string, Record<string, number>>,
  admitted: ReadonlySet<string> = new Set(),
): Findings {
  const found: Findings = { cast: sent.length, confirmed: 0, refused: 0, unanswered: 0, lost: 0, double: 0, outside: 0, changed: 0, miscounted: 0, remarks: [] };
  const remark = (text: string): void => void (found.remarks.length < 10 && found.remarks.push(text));
  const sealed = seals(record);
  const bySeat = new Map<string, SentVote[]>();
  for (const vote of sent) {
    const seat = `${vote.ballot}/${vote.deputy}`;
    bySeat.set(seat, [...(bySeat.get(seat) ?? []), vote]);
    if (vote.receipt !== undefined) found.confirmed += 1;
    else if (vote.refused !== undefined) found.refused += 1;
    else found.unanswered += 1;
    if (vote.changed) {
      found.changed += 1;
      remark(`${seat}: two answers to one vote`);
    }
    if (vote.receipt !== undefined && vote.afterClose && !vote.late) {
      found.outside += 1;
      remark(`${seat}: a receipt for what was pressed after the close`);
    }
  }
  for (const [seat, votes] of bySeat) {
    const [ballot = '', deputy = ''] = seat.split('/');
    const kept = sealed.get(ballot)?.votes.get(deputy);
    const apart = (vote: SentVote): boolean => vote.late === true && !admitted.has(ballot);
    const confirmed = votes.filter((vote) => vote.receipt !== undefined && !apart(vote));
    const newest = confirmed.reduce<SentVote | undefined>((best, vote) => (best && best.attempt > vote.attempt ? best : vote), undefined);
    // What was never answered may be counted or not; what is kept must be one of those that may.
    const may = votes.filter((vote) => vote.refused === undefined && !apart(vote) && (newest === undefined || vote === newest || vote.attempt > newest.attempt));
    if (newest && !kept) {
      found.lost += 1;
      remark(`${seat}: confirmed as ${newest.receipt}, and not in the result`);
    } else if (kept && !may.some((vote) => vote.choice === kept.mark && vote.attempt === kept.attempt && (vote.receipt === undefined || vote.receipt === kept.receipt))) {
      found[newest ? 'lost' : 'double'] += 1;
      remark(`${seat}: ${kept.mark} (${kept.attempt}, ${kept.receipt}) is in the result, confirmed was ${newest?.choice ?? 'nothing'} (${newest?.attempt ?? 0}, ${newest?.receipt ?? ''})`);
    }
  }
  for (const [ballot, { counts, votes }] of sealed) {
    for (const deputy of votes.keys()) {
      if (bySeat.has(`${ballot}/${deputy}`)) continue;
      found.double += 1;
      remark(`${ballot}/${deputy}: counted, and never pressed`);
    }
    const shown = announced.get(ballot);
    if (same(counts, recount(votes.values())) && (shown === undefined || same(shown, counts))) continue;
    found.miscounted += 1;
    remark(`${ballot}: counts ${JSON.stringify(counts)}, votes ${JSON.stringify(recount(votes.values()))}, announced ${JSON.stringify(shown)}`);
  }
  return found;
}

export function isClean(found: Findings): boolean {
  return found.lost + found.double + found.outside + found.changed + found.miscounted + found.unanswered === 0;
}
