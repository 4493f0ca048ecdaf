// An inquiry of wenzheng, made ready over HTTP and by a console, as an evening is.
import { WebSocket } from 'ws';
import { within } from './process.mjs';

export const password = 'a password for measurements only';
export const choices = ['satisfied', 'basically_satisfied', 'dissatisfied'];
const at_once = 32;

export const deputy_id = (n) => `d${String(n).padStart(4, '0')}`;

// As small as one may be: its public view is what every fan-out is measured with.
export function definition(id, deputies, more = {}) {
  return {
    id,
    title: '问政',
    language: 'zh-CN',
    deputies: Array.from({ length: deputies }, (_, i) => ({ id: deputy_id(i + 1), name: `代表${i + 1}`, group: '甲', electorates: ['deputies'] })),
    items: [{ id: 'i1', department: '住建局', respondent: '局长', title: '物业', question: '?' }],
    ballots: [],
    ...more,
  };
}

export const ballot = (id) => ({
  id, item: 'i1', title: '测评', electorate: 'deputies', secrecy: 'named', scale: 'satisfaction3', press: 'last', display: 'delayed',
  rule: { denominator: 'valid', verdicts: [{ name: '满意', choices: ['satisfied'], of: 'entitled', at_least: [1, 2] }, { name: '不满意' }] },
});

// Runs `work` for each, so many at once.
export async function each(all, work) {
  const results = new Array(all.length);
  let next = 0;
  const hand = async () => {
    while (next < all.length) {
      const i = next;
      next += 1;
      results[i] = await work(all[i], i);
    }
  };
  await Promise.all(Array.from({ length: Math.min(at_once, all.length) }, hand));
  return results;
}

export class Operator {
  constructor(url, cookie) {
    this.socket = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
    this.rev = 0;
    this.sent = 0;
    this.name = `c${process.pid}-${Math.random().toString(36).slice(2, 10)}`;
    this.waiting = new Map();
    this.ready = within(
      new Promise((done, failed) => {
        this.socket.on('error', failed);
        this.socket.on('message', (data) => this.take(JSON.parse(data), done));
      }),
      'the console',
    );
  }

  take(message, ready) {
    if (message.type === 'view') {
      this.rev = Math.max(this.rev, message.rev);
      ready();
    } else if (message.type === 'done') {
      this.rev = Math.max(this.rev, message.rev);
      this.waiting.get(message.id)?.done(message.rev);
    } else if (message.type === 'refused') {
      this.waiting.get(message.id)?.failed(new Error(`${message.code} ${message.message}`));
    }
  }

  // The rev of what came of it. The console's newest rev by default, or none later than `expect`.
  do(name, args = {}, expect = this.rev) {
    this.sent += 1;
    const id = `${this.name}-${this.sent}`;
    const answer = new Promise((done, failed) => this.waiting.set(id, { done, failed }));
    this.socket.send(JSON.stringify({ type: 'command', id, expect, name, args }));
    return within(answer, name).finally(() => this.waiting.delete(id));
  }

  // One of many commands that make one event each, some of which may still be on their way: it expects what they come to.
  next(name, args) {
    this.expected = Math.max(this.rev, this.expected ?? 0);
    const answer = this.do(name, args, this.expected);
    this.expected += 1;
    return answer;
  }

  close() {
    this.socket.terminate();
  }
}

export class Hall {
  constructor(url, id) {
    this.url = url;
    this.id = id;
    this.path = `/api/v1/inquiries/${id}`;
  }

  // The administrator's cookie is good for every inquiry of a store.
  static async sign_in(url) {
    const hall = new Hall(url, '');
    await hall.ask('/api/v1/login', { account: 'admin', password });
    return hall.cookie;
  }

  static async create(url, what, cookie) {
    const hall = new Hall(url, what.id);
    hall.cookie = cookie ?? (await Hall.sign_in(url));
    await hall.ask('/api/v1/inquiries', what);
    return hall;
  }

  static enter(url, id, cookie) {
    const hall = new Hall(url, id);
    hall.cookie = cookie;
    return hall;
  }

  async ask(path, body) {
    const headers = { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }) };
    const answer = await fetch(this.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
    const [set] = answer.headers.getSetCookie();
    if (set && !this.cookie) this.cookie = set.slice(0, set.indexOf(';'));
    return JSON.parse(text);
  }

  async console() {
    const operator = new Operator(`${this.url.replace('http', 'ws')}/ws/${this.id}/console`, this.cookie);
    await operator.ready;
    return operator;
  }

  // One command, by a console that is there for nothing else.
  async order(name, args) {
    const operator = await this.console();
    await operator.do(name, args);
    operator.close();
  }

  // As phones do it; each is gone afterwards.
  async check_in(cookies) {
    const phones = cookies.map((cookie) => new WebSocket(`${this.url.replace('http', 'ws')}/ws/${this.id}/deputy`, { headers: { cookie }, perMessageDeflate: false }));
    const answers = phones.map((phone) => new Promise((done, failed) => {
      phone.on('error', failed);
      phone.on('open', () => phone.send('{"type":"checkin","id":"in"}'));
      phone.on('message', (data) => {
        const text = data.toString();
        if (text.includes('"type":"done"')) done();
        else if (text.includes('"type":"refused"')) failed(new Error(text));
      });
    }));
    try {
      await within(Promise.all(answers), 'check-in', 60_000);
    } finally {
      for (const phone of phones) phone.terminate();
    }
  }

  // Every deputy's cookie, in the order of the roll.
  async join_all() {
    const { keys } = await this.ask(`${this.path}/keys`, {});
    return each(keys, async ({ key }) => {
      const phone = new Hall(this.url, this.id);
      await phone.ask(`${this.path}/join`, { key });
      return phone.cookie;
    });
  }
}
