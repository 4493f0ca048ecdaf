// HTTP with cookies, and every header in the test's hands.
import { request as sendPlain, type IncomingHttpHeaders } from 'node:http';
import { request as sendSecure } from 'node:https';
import { whyInvalid } from '../../protocol/support/schemas';
import type { HttpError } from '../../../web/src/shared/messages.generated';
import { within } from './deadline';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

// Every answer that was received, for the search for what must not be in it.
export const answers: { url: string; text: string }[] = [];

export function ask(url: string, asked: Asked = {}): Promise<Answer> {
  const answer = new Promise<Answer>((resolve, reject) => {
    const body = asked.body === undefined ? undefined : Buffer.from(asked.body);
    const headers = { ...asked.headers, ...(body && { 'content-length': String(body.length) }) };
    // Certificates of tests are signed by nobody.
    const send = url.startsWith('https:') ? sendSecure : sendPlain;
    const outgoing = send(url, { method: asked.method ?? 'GET', headers, agent: false, rejectUnauthorized: false }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => (text += chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        answers.push({ url, text });
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  return within(answer, `${asked.method ?? 'GET'} ${url}`);
}

export class Browser {
  readonly cookies = new Map<string, string>();
  readonly cookieLines: string[] = [];

  constructor(public base: string) {}

  get cookieHeader(): Record<string, string> {
    if (this.cookies.size === 0) return {};
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  async ask(path: string, asked: Asked = {}): Promise<Answer> {
    const answer = await ask(this.base + path, { ...asked, headers: { ...this.cookieHeader, ...asked.headers } });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined) this.cookies.set(name, value ?? '');
      this.cookieLines.push(line);
    }
    return answer;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.sendText('POST', path, JSON.stringify(body), headers);
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.sendText('PUT', path, JSON.stringify(body), headers);
  }

  sendText(method: string, path: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask(path, { method, body, headers: { 'content-type': 'application/json', ...headers } });
  }
}

// The body of a good answer, which conforms to its schema.
export function good<T>(answer: Answer, status: number, schema: string): T {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  const body: unknown = JSON.parse(answer.text);
  const why = whyInvalid('http', schema, body);
  if (why) throw new Error(`${schema}: ${why}\n${answer.text.slice(0, 2000)}`);
  return body as T;
}

// `404 no_such_inquiry`: status and code of an error, which conforms to its schema.
export function errorOf(answer: Answer): string {
  const body = JSON.parse(answer.text) as HttpError;
  const why = whyInvalid('http', 'error', body);
  if (why) throw new Error(`${answer.status}: ${why}\n${answer.text}`);
  return `${answer.status} ${body.code}`;
}
