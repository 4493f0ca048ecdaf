// Those who take part: an operator at the console and a deputy with a phone.
import { randomBytes } from 'node:crypto';
import type {
  ClientMessage,
  Command,
  Done,
  Receipt,
  Refused,
  RequestKind,
  ServerMessage,
  View,
  Vote,
} from '../../../web/src/shared/messages.generated';
import { Client } from './client';
import { freshId } from './definitions';

export function freshNonce(): string {
  return randomBytes(16).toString('hex');
}

export type Name = Command['name'];
export type Args<N extends Name> = Extract<Command, { name: N }>['args'];

function isAnswerTo(id: string) {
  return (message: ServerMessage): message is Done | Refused =>
    (message.type === 'done' || message.type === 'refused') && message.id === id;
}

export class Operator extends Client {
  // Sends a command as given and waits for what comes of it.
  async order<N extends Name>(
    name: N,
    args: Args<N>,
    { id = freshId('c'), expect = this.view?.rev ?? 0 }: { id?: string; expect?: number } = {},
  ): Promise<Done | Refused> {
    this.send({ type: 'command', id, expect, name, args } as Command);
    return this.next(isAnswerTo(id), `the answer to ${name}`);
  }

  // What an operator does who looks at the newest view; the view that shows it.
  async do<N extends Name>(name: N, args: Args<N>): Promise<View> {
    const answer = await this.order(name, args);
    if (answer.type === 'refused') throw new Error(`${name}: ${answer.code} ${answer.message}`);
    return this.viewOf(answer.rev);
  }

  // The code of the refusal that a command must get.
  async refused<N extends Name>(name: N, args: Args<N>, how: { id?: string; expect?: number } = {}): Promise<string> {
    const answer = await this.order(name, args, how);
    return answer.type === 'refused' ? answer.code : `done with ${answer.rev}`;
  }
}

export function isVoteAnswer(nonce: string) {
  return (message: ServerMessage): message is Receipt | Refused =>
    (message.type === 'receipt' || message.type === 'refused') && message.nonce === nonce;
}

export interface VoteHow {
  attempt?: number;
  nonce?: string;
}

export class Deputy extends Client {
  static voteOf(ballot: string, choice: string, { attempt = 1, nonce = freshNonce() }: VoteHow = {}): Vote {
    return { type: 'vote', nonce, ballot, choice, attempt };
  }

  async checkIn(): Promise<void> {
    const id = freshId('in');
    this.send({ type: 'checkin', id });
    const answer = await this.next(isAnswerTo(id), 'the answer to checkin');
    if (answer.type === 'refused') throw new Error(`checkin: ${answer.code} ${answer.message}`);
  }

  // Sends a vote and waits for its receipt or its refusal.
  async vote(ballot: string, choice: string, how: VoteHow = {}): Promise<Receipt | Refused> {
    return this.cast(Deputy.voteOf(ballot, choice, how));
  }

  async cast(vote: Vote): Promise<Receipt | Refused> {
    this.send(vote);
    return this.next(isVoteAnswer(vote.nonce), `the answer to the vote of ${vote.choice}`);
  }

  // A vote that is a score, or the answers of a questionnaire; its receipt, or the code of its refusal.
  async answer(ballot: string, what: { score: number } | { choices: Record<string, string> }, attempt = 1): Promise<Receipt | string> {
    const answer = await this.cast({ type: 'vote', nonce: freshNonce(), ballot, attempt, ...what } as Vote);
    return answer.type === 'refused' ? answer.code : answer;
  }

  // A request to speak, or that it is taken back; the code of the refusal, or nothing.
  async ask(message: { type: 'request'; kind: RequestKind; text?: string } | { type: 'withdraw'; request: string }): Promise<string | undefined> {
    const id = freshId('rq');
    this.send({ id, ...message } as ClientMessage);
    const answer = await this.next(isAnswerTo(id), `the answer to ${message.type}`);
    return answer.type === 'refused' ? answer.code : undefined;
  }

  // A vote that has to count.
  async press(ballot: string, choice: string, how: VoteHow = {}): Promise<Receipt> {
    const answer = await this.vote(ballot, choice, how);
    if (answer.type === 'refused') throw new Error(`vote: ${answer.code} ${answer.message}`);
    return answer;
  }

  // The code of the refusal that a vote must get.
  async refused(ballot: string, choice: string, how: VoteHow = {}): Promise<string> {
    const answer = await this.vote(ballot, choice, how);
    return answer.type === 'refused' ? answer.code : `counted: ${answer.receipt}`;
  }
}
