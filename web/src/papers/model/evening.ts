// What the papers read of an inquiry that has been, or is being, held.
import type { BallotState, InquiryState } from "@shared/messages.generated";

export type Colour = "green" | "blue" | "red" | "yellow" | "grey";
export type Counts = Record<string, number>;
export type Percents = Record<string, string>;

export interface Verdict {
  name: string | null;
  rule: string;
  margin: number;
  margin_unit?: "votes" | "hundredths";
  note?: string;
}

export interface Figures {
  counts: Counts;
  cast: number;
  valid: number;
  percent: Percents;
  score?: string;
}

export interface GroupFigures extends Figures {
  electorate: string;
  entitled: number;
  present: number;
  not_voted: number;
}

export interface QuestionFigures extends Figures {
  id: string;
  title: string;
  verdict: Verdict;
}

export interface PaperCount {
  counts: Counts;
  issued: number;
  collected: number;
  invalid: number;
}

export interface Result extends Figures {
  entitled: number;
  present: number;
  not_voted: number;
  verdict: Verdict;
  digest: string;
  score_label?: string;
  dropped?: number;
  advisory?: GroupFigures[];
  combined?: { score: string; weights: Record<string, number> };
  questions?: QuestionFigures[];
  paper?: PaperCount;
  staff_votes?: number;
}

export interface Choice {
  id: string;
  label: string;
  colour: Colour;
}

export interface Ballot {
  id: string;
  title: string;
  item: string;
  round: number;
  state: BallotState;
  opens_at: number | null;
  closes_at: number | null;
  electorate: string;
  press: "first" | "last";
  scrutineers: number;
  confirmations: number;
  show_not_voted: boolean;
  follows?: string;
  void_reason?: string;
  rule: string;
  rule_digest?: string;
  scale: { id: string; kind?: "choices" | "score"; choices: Choice[] };
  questions?: { id: string; title: string }[];
  result?: Result;
  errata?: { reason: string; at: number; result?: Result }[];
}

export interface Item {
  id: string;
  department: string;
  respondent?: string;
  title: string;
  skipped?: boolean;
}

export interface Commitment {
  id: string;
  item: string;
  text: string;
  due: string;
  at: number;
  deputy?: string | null;
}

export interface Evening {
  id: string;
  title: string;
  state: InquiryState;
  rehearsal?: boolean;
  present: number;
  entitled: number;
  items: Item[];
  ballots: Ballot[];
  commitments: Commitment[];
}

export interface Report {
  attendance: {
    id: string;
    name: string;
    group: string;
    checked_in_at: number | null;
    checked_out_at: number | null;
    by_hand: boolean;
    votes: number;
    speeches: number;
  }[];
  speeches: { deputy: string; name: string; group: string; kind: string; item: string | null; from: number; to: number | null }[];
  requests: { id: string; deputy: string; name: string; kind: string; text: string; item: string | null; at: number; state: string; by: string | null; answer: string | null }[];
  staff_votes: { ballot: string; deputy: string; by: string; at: number }[];
}

/** Ballots that have a count to be put on paper: announced, or void with what was counted. The server sends no other count. */
export function ended(evening: Evening): Ballot[] {
  return evening.ballots.filter((ballot) => ballot.state === "revealed" || ballot.state === "void");
}

export const item_of = (evening: Evening, id: string | null): Item | null => evening.items.find((item) => item.id === id) ?? null;

/** The newest correction that has figures of its own, else what was aired. */
export function standing_result(ballot: Ballot): Result | null {
  const corrected = (ballot.errata ?? []).filter((erratum) => erratum.result !== undefined);
  return corrected[corrected.length - 1]?.result ?? ballot.result ?? null;
}
