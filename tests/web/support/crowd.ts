// The deputies who have no browser in a test: a cookie and a WebSocket each.
import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import type { ClientMessage, Refused, ServerMessage } from '../../../web/src/shared/messages.generated';
import { within } from '../../integration/support/deadline';
import { Browser } from '../../integration/support/http';

const atOnce = 16;

export async function inTurns<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let i = 0; i < list.length; i += atOnce) {
    results.push(...(await Promise.all(list.slice(i, i + atOnce).map(work))));
  }
  return results;
}

type Answer = Extract<ServerMessage, { type: 'receipt' | 'done' | 'refused' }>;

class Phone {
  private socket: WebSocket | undefined;
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  constructor(
    readonly id: string,
    private readonly browser: Browser,
    private readonly inquiry: string,
  ) {}

  connect(): Promise<void> {
    const url = `${this.browser.base.replace(/^http/, 'ws')}/ws/${this.inquiry}/deputy`;
    const socket = new WebSocket(url, { headers: this.browser.cookieHeader, perMessageDeflate: false });
    this.socket = socket;
    const welcome = new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as ServerMessage;
        if (message.type === 'welcome') resolve();
        if (message.type === 'receipt') this.waiting.get(message.nonce)?.(message);
        if (message.type === 'done') this.waiting.get(message.id)?.(message);
        if (message.type === 'refused') this.waiting.get(nameOf(message))?.(message);
      });
    });
    return within(welcome, `the welcome of ${this.id}`, 20_000);
  }

  private async ask(name: string, message: ClientMessage): Promise<void> {
    const answer = new Promise<Answer>((resolve) => this.waiting.set(name, resolve));
    this.socket?.send(JSON.stringify(message));
    const { type, ...rest } = await within(answer, `the answer to ${this.id}'s ${message.type}`, 20_000);
    this.waiting.delete(name);
    if (type === 'refused') throw new Error(`${this.id}'s ${message.type}: ${JSON.stringify(rest)}`);
  }

  checkIn(): Promise<void> {
    const id = `in-${this.id}`;
    return this.ask(id, { type: 'checkin', id });
  }

  press(ballot: string, choice: string): Promise<void> {
    const nonce = randomBytes(16).toString('hex');
    return this.ask(nonce, { type: 'vote', nonce, ballot, choice, attempt: 1 });
  }

  leave(): void {
    this.socket?.removeAllListeners();
    this.socket?.on('error', () => undefined);
    this.socket?.terminate();
  }
}

function nameOf(refused: Refused): string {
  return ('nonce' in refused ? refused.nonce : refused.id) ?? '';
}

export class Crowd {
  private constructor(readonly phones: Phone[]) {}

  static async join(url: string, inquiry: string, keys: { id: string; key: string }[]): Promise<Crowd> {
    const phones = await inTurns(keys, async ({ id, key }) => {
      const browser = new Browser(url);
      const answer = await browser.post(`/api/v1/inquiries/${inquiry}/join`, { key });
      if (answer.status !== 200) throw new Error(`${id} joins: ${answer.status} ${answer.text}`);
      return new Phone(id, browser, inquiry);
    });
    const crowd = new Crowd(phones);
    await crowd.connect();
    return crowd;
  }

  // Again after a restart of the server, too.
  async connect(): Promise<void> {
    this.leave();
    await inTurns(this.phones, (phone) => phone.connect());
  }

  async checkIn(): Promise<void> {
    await inTurns(this.phones, (phone) => phone.checkIn());
  }

  // The first of them press the first choice, and so on; returns once every receipt has come.
  async press(ballot: string, counts: Record<string, number>): Promise<void> {
    const presses = Object.entries(counts).flatMap(([choice, n]) => Array.from({ length: n }, () => choice));
    if (presses.length > this.phones.length) throw new Error('more presses than phones');
    await inTurns([...presses.entries()], ([i, choice]) => this.phones[i]!.press(ballot, choice));
  }

  leave(): void {
    for (const phone of this.phones) phone.leave();
  }
}
