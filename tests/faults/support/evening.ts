// An evening under faults: a crowd of phones that press, a moderator who opens, closes and announces whatever happens in
// between, and at the end the judge.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BallotDefinition, View } from '../../../web/src/shared/messages.generated';
import { until, within } from '../../integration/support/deadline';
import { ballot, choices, definition, deputyId, freshId } from '../../integration/support/definitions';
import { Hall, resultIn, signIn } from '../../integration/support/hall';
import type { Args, Name, Operator } from '../../integration/support/people';
import { run, type Server } from '../../integration/support/server';
import { isClean, judge, type Findings, type SentVote } from './oracle';
import { Phone } from './phone';
import { report, seed } from './report';

const patience_ms = 60_000;
// The definition may hold 200 ballots. Every phone gets all of them in each view, so many phones move on sooner.
const rounds_an_inquiry = (deputies: number): number => (deputies < 200 ? 150 : 30);
const arrivals_at_once = 50;

// Mulberry32: the same seed plays the same evening, as far as the machine does.
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

// A fault, or a press, comes at a moment of its own: this is what is played, not a wait for something.
export function moment(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export interface Crowd {
  deputies: number;
  // Where each phone connects; the evening's server by default.
  at?: (deputy: number) => string;
  ballot?: Partial<BallotDefinition>;
}

export class Evening {
  readonly random = dice(seed);
  hall!: Hall;
  phones: Phone[] = [];
  current = '';
  private operator: Operator | undefined;
  private readonly announced = new Map<string, Record<string, number>>();
  private readonly admitted = new Set<string>();
  private readonly judged: Findings[] = [];
  private rounds = 0;

  private constructor(
    public server: Server,
    private readonly crowd: Crowd,
  ) {}

  static async begin(server: Server, crowd: Crowd): Promise<Evening> {
    const evening = new Evening(server, crowd);
    await evening.enter();
    return evening;
  }

  // A new inquiry with everybody checked in.
  private async enter(): Promise<void> {
    const roll = definition(this.crowd.deputies, [ballot('b1', this.crowd.ballot)]);
    this.hall = await Hall.open(this.server, roll, await signIn(this.server));
    this.operator = undefined;
    this.current = '';
    this.rounds = 0;
    this.announced.clear();
    this.admitted.clear();
    await this.order('start', {});
    await this.hall.issueKeys();
    // A console of thousands is told of each check-in, and has no need to be.
    await this.operator!.close();
    for (let n = 0; n < this.crowd.deputies; n += arrivals_at_once) {
      const some = Array.from({ length: Math.min(arrivals_at_once, this.crowd.deputies - n) }, (_, i) => n + i + 1);
      await Promise.all(some.map((number) => this.arrive(number)));
    }
    await this.everybodyConnected();
  }

  private async arrive(number: number): Promise<void> {
    const deputy = deputyId(number);
    const browser = await this.hall.join(deputy);
    const place = this.crowd.at;
    const url = () => `${place ? place(number) : this.server.websocketUrl}/ws/${this.hall.id}/deputy`;
    const phone = new Phone(deputy, url, browser.cookieHeader, this.random);
    this.phones[number - 1] = phone;
    await within(phone.arrive(), `${deputy} is here`, patience_ms);
  }

  everybodyConnected(): Promise<true> {
    return until(async () => (this.phones.every((phone) => phone.connected) ? (true as const) : undefined), 'all phones', patience_ms);
  }

  // The next server on the same data, or another node of the store.
  moveTo(server: Server): void {
    this.server = server;
    this.hall.moveTo(server);
  }

  // Until it is done: an answer that was lost is asked for again with the same id.
  async order<N extends Name>(name: N, args: Args<N>): Promise<void> {
    const id = freshId('c');
    await until(
      async () => {
        try {
          if (!this.operator?.isOpen) this.operator = await this.hall.console();
          const answer = await this.operator.order(name, args, { id });
          if (answer.type === 'done') {
            await this.operator.viewOf(answer.rev);
            this.operator.forget();
            return true as const;
          }
          // These say that it may be asked for again.
          if (!['unavailable', 'stale_revision', 'store_not_durable'].includes(answer.code)) throw new Refused(`${name}: ${answer.code} ${answer.message}`);
          return undefined;
        } catch (error) {
          if (error instanceof Refused) throw error;
          await this.operator?.close().catch(() => undefined);
          this.operator = undefined;
          return undefined;
        }
      },
      `${name} is done (seed ${seed})`,
      patience_ms,
    );
  }

  // Opens the next ballot.
  async open(): Promise<string> {
    if (this.rounds === rounds_an_inquiry(this.crowd.deputies)) {
      await this.judge();
      await this.enter();
    }
    this.rounds += 1;
    const next = this.rounds === 1 ? 'b1' : `b1-${this.rounds}`;
    if (this.rounds > 1) await this.order('draft_ballot', { ballot: next, follows: this.current });
    this.current = next;
    await this.order('open_ballot', { ballot: next });
    return next;
  }

  // Everybody presses within `ms`; one in four changes his mind.
  press(ms = 150): Promise<unknown> {
    const name = this.current;
    const pick = () => choices[Math.floor(this.random() * choices.length)]!;
    return Promise.all(
      this.phones.map(async (phone) => {
        await moment(this.random() * ms);
        phone.press(name, pick());
        if (this.random() > 0.25) return;
        await moment(this.random() * ms);
        phone.press(name, pick());
      }),
    );
  }

  // Until every phone has its final answers.
  settled(): Promise<unknown> {
    return within(Promise.all(this.phones.map((phone) => phone.settled())), `final answers on all phones (seed ${seed})`, patience_ms);
  }

  close(): Promise<void> {
    return this.order('close_ballot', { ballot: this.current });
  }

  // Until the ballot has ended by itself, on whichever console is connected then.
  async closedByClock(): Promise<void> {
    const closed = (view: View): boolean => view.inquiry.ballots.some((one) => one.id === this.current && one.state === 'closed');
    await until(
      async () => {
        try {
          if (!this.operator?.isOpen) this.operator = await this.hall.console();
          await this.operator.viewWhere(closed);
          return true as const;
        } catch {
          return undefined;
        }
      },
      'the close by the clock',
      patience_ms,
    );
  }

  // The instant at which the open ballot ends, by the store's clock.
  get closesAt(): number {
    return this.operator!.view!.inquiry.ballots.find((one) => one.id === this.current)!.closes_at!;
  }

  async admitLateVotes(): Promise<void> {
    await this.order('admit_late_votes', { ballot: this.current });
    this.admitted.add(this.current);
  }

  async announce(): Promise<void> {
    await this.order('reveal_ballot', { ballot: this.current });
    const { counts } = resultIn(this.operator!.view!, this.current);
    this.announced.set(this.current, counts);
  }

  // One ballot with something going wrong in its middle.
  async round(fault: () => Promise<void>): Promise<void> {
    await this.open();
    await Promise.all([this.press(), fault()]);
    await this.settled();
    await this.close();
    await this.announce();
  }

  get log(): SentVote[] {
    return this.phones.flatMap((phone) => phone.log);
  }

  // The exported record, which the program itself finds good.
  async record(): Promise<string> {
    const exported = await until(
      async () => {
        const answer = await this.hall.admin.get(`${this.hall.path}/record`).catch(() => undefined);
        return answer?.status === 200 ? answer.text : undefined;
      },
      'the record',
      patience_ms,
    );
    const file = join(this.server.dataDir, 'record.jsonl');
    writeFileSync(file, exported);
    const verified = await run(['verify', file]);
    expect(verified.stdout).toMatch(/^ok /m);
    return exported;
  }

  private async judge(): Promise<void> {
    await this.settled();
    const record = await this.record();
    const found = judge(this.log, record, this.announced, this.admitted);
    // What a phone is shown as its own when it comes back, to this node or another.
    found.remarks.push(...this.phones.flatMap((phone) => phone.forgotten));
    this.judged.push(found);
    for (const phone of this.phones) phone.leave();
    this.phones = [];
    await this.operator?.close();
  }

  // What the judge says of all of it, into the report as well. A control run is one that has to lose votes.
  async end(scenario: string, faults: number, control = false): Promise<Findings> {
    await this.judge();
    const all = this.judged.reduce((sum, one) => ({
      cast: sum.cast + one.cast,
      confirmed: sum.confirmed + one.confirmed,
      refused: sum.refused + one.refused,
      unanswered: sum.unanswered + one.unanswered,
      lost: sum.lost + one.lost,
      double: sum.double + one.double,
      outside: sum.outside + one.outside,
      changed: sum.changed + one.changed,
      miscounted: sum.miscounted + one.miscounted,
      remarks: [...sum.remarks, ...one.remarks],
    }));
    report(scenario, faults, { ...all, control });
    return all;
  }

  async leave(): Promise<void> {
    for (const phone of this.phones) phone.leave();
    await this.operator?.close().catch(() => undefined);
    await this.hall.leave();
  }
}

class Refused extends Error {}

export function expectClean(found: Findings): void {
  expect(found.remarks, `seed ${seed}`).toEqual([]);
  expect(isClean(found), JSON.stringify(found)).toBe(true);
  expect(found.confirmed).toBeGreaterThan(0);
}
