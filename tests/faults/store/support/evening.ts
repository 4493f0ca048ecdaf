// A hall whose phones send again what was not answered, and whose receipts are compared with the count.
import { expect } from 'vitest';
import type { Receipt, Vote } from '../../../../web/src/shared/messages.generated';
import { until } from '../../../integration/support/deadline';
import { ballot, choices, definition, deputyId } from '../../../integration/support/definitions';
import { Hall, resultIn } from '../../../integration/support/hall';
import { ask } from '../../../integration/support/http';
import { Deputy, isVoteAnswer, type Operator } from '../../../integration/support/people';
import type { Server } from '../../../integration/support/server';
import { expectClean } from '../../support/evening';
import { judge, type Findings, type SentVote } from '../../support/oracle';
import { report } from '../../support/report';

export async function reasonsOf(server: Server): Promise<string[]> {
  const { status, text } = await ask(`${server.url}/readyz`);
  return status === 200 ? [] : (JSON.parse(text) as { reasons: string[] }).reasons;
}

export async function ready(server: Server, ms = 60_000): Promise<void> {
  let last: string[] = [];
  await until(async () => {
    last = await reasonsOf(server);
    return last.length === 0 ? true : undefined;
  }, 'a server that is ready', ms).catch((error: Error) => {
    throw new Error(`${error.message}: ${last.join(', ')}`);
  });
}

export function says(server: Server, reason: string): Promise<true> {
  return until(async () => ((await reasonsOf(server)).includes(reason) ? true : undefined), reason, 30_000);
}

export class Evening {
  readonly receipts = new Map<string, Receipt>();
  private readonly votes = new Map<string, Vote>();
  private readonly announced = new Map<string, Record<string, number>>();

  private constructor(
    public hall: Hall,
    readonly size: number,
  ) {}

  static async begin(server: Server, size: number, ballots = ['b1']): Promise<Evening> {
    const hall = await Hall.open(server, definition(size, ballots.map((id) => ballot(id))));
    const evening = new Evening(hall, size);
    const desk = await hall.console();
    await desk.do('start', {});
    await hall.present(evening.everybody);
    await desk.viewWhere((view) => view.inquiry.present === size);
    return evening;
  }

  get everybody(): string[] {
    return Array.from({ length: this.size }, (_, i) => deputyId(i + 1));
  }

  // Another console for every step: nodes and connections come and go.
  async desk(): Promise<Operator> {
    return until(async () => this.hall.console().catch(() => undefined), 'a console', 60_000);
  }

  async give(name: 'open_ballot' | 'close_ballot' | 'reveal_ballot', ballotId: string): Promise<Operator> {
    return until(async () => {
      try {
        const desk = await this.desk();
        await desk.do(name, { ballot: ballotId });
        return desk;
      } catch (error) {
        if (/unavailable|stale_revision|not_durable|closed with|not within/.test(String(error))) return undefined;
        throw error;
      }
    }, name, 60_000);
  }

  private keep(receipt: Receipt): void {
    this.receipts.set(receipt.nonce, receipt);
  }

  // As a phone does it: the same bytes, on this connection or the next, until there is a receipt.
  async press(id: string, ballotId: string): Promise<void> {
    const vote = this.votes.get(`${id} ${ballotId}`) ?? Deputy.voteOf(ballotId, choices[Number(id.slice(1)) % 3]!);
    this.votes.set(`${id} ${ballotId}`, vote);
    let phone: Deputy | undefined;
    await until(async () => {
      try {
        if (!phone?.isOpen) phone = await this.hall.deputy(id);
        phone.send(vote);
        const answer = await phone.next(isVoteAnswer(vote.nonce), 'an answer', 3_000);
        if (answer.type === 'receipt') this.keep(answer);
        else if (answer.code !== 'unavailable') throw new Error(`final: ${answer.code}`);
        return answer.type === 'receipt' ? true : undefined;
      } catch (error) {
        if (String(error).includes('final:')) throw error;
        return undefined;
      }
    }, `the receipt of ${id}`, 90_000);
    await phone?.close();
  }

  // One try on a connection that is open: what has come back within the time.
  async tryOnce(id: string, ballotId: string, ms: number): Promise<Receipt | string> {
    const vote = this.votes.get(`${id} ${ballotId}`) ?? Deputy.voteOf(ballotId, choices[Number(id.slice(1)) % 3]!);
    this.votes.set(`${id} ${ballotId}`, vote);
    const phone = await this.hall.deputy(id);
    phone.send(vote);
    const answer = await phone.next(isVoteAnswer(vote.nonce), 'an answer', ms).catch(() => undefined);
    if (answer?.type === 'receipt') this.keep(answer);
    return answer === undefined ? 'silence' : answer.type === 'receipt' ? answer : answer.code;
  }

  receiptsOf(ballotId: string): number {
    return [...this.receipts.values()].filter((one) => one.ballot === ballotId).length;
  }

  // Every receipt is counted once, and nothing else.
  async count(ballotId: string): Promise<number> {
    await this.give('close_ballot', ballotId);
    const desk = await this.give('reveal_ballot', ballotId);
    const result = resultIn(desk.view!, ballotId);
    this.announced.set(ballotId, result.counts);
    expect(Object.values(result.counts).reduce((sum, n) => sum + n, 0)).toBe(result.cast);
    return result.cast;
  }

  // What the judge of all faults says of this evening, once its ballots are announced; into the report as well.
  async judged(scenario: string, faults: number, control = false): Promise<Findings> {
    const record = await until(async () => {
      const answer = await this.hall.admin.get(`${this.hall.path}/record`).catch(() => undefined);
      return answer?.status === 200 ? answer.text : undefined;
    }, 'the record', 60_000);
    const sent = [...this.votes].map(([key, vote]): SentVote => {
      const receipt = this.receipts.get(vote.nonce)?.receipt;
      const known = { deputy: key.split(' ')[0]!, ballot: vote.ballot, nonce: vote.nonce, choice: vote.choice!, attempt: vote.attempt, afterClose: false };
      return receipt === undefined ? known : { ...known, receipt };
    });
    const found = judge(sent, record, this.announced);
    report(scenario, faults, { ...found, control });
    if (!control) expectClean(found);
    return found;
  }
}
