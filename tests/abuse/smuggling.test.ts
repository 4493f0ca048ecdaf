// Requests that two readers could understand in two ways: each is refused whole, or is one request to everybody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsTests } from '../faults/support/report';
import { RawConnection } from '../integration/support/raw_socket';
import { failOnViolations } from '../integration/support/recorder';
import { Server } from '../integration/support/server';

failOnViolations();
reportsTests('request smuggling');

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.destroy());

const hidden = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

// Every status that came until the server ended the connection.
async function statuses(bytes: string): Promise<string[]> {
  const socket = new RawConnection(server.url);
  socket.write(Buffer.from(bytes, 'latin1'));
  await socket.untilEnd();
  return socket.received.toString('latin1').match(/HTTP\/1\.1 \d{3}/g) ?? [];
}

const post = (lines: string[], body = '') => `POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`;

describe.concurrent('a request', () => {
  const chunked = `2\r\n{}\r\n0\r\n\r\n${hidden}`;
  it.each<[string, string]>([
    ['with chunks', post(['Transfer-Encoding: chunked'], chunked)],
    ['with chunks in mixed case', post(['tRaNsFeR-eNcOdInG: ChUnKeD'], chunked)],
    ['with chunks and a length', post(['Content-Length: 4', 'Transfer-Encoding: chunked'], chunked)],
    ['with a length and chunks', post(['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked)],
    ['with another encoding', post(['Transfer-Encoding: identity', 'Content-Length: 2'], `{}${hidden}`)],
    ['with two encodings', post(['Transfer-Encoding: gzip, chunked'], chunked)],
    ['with an encoding twice', post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunked)],
    ['with an empty encoding', post(['Transfer-Encoding:', 'Content-Length: 2'], `{}${hidden}`)],
    ['with an encoding behind a tab', post(['Transfer-Encoding:\tchunked'], chunked)],
    ['with a vertical tab in it', post(['Transfer-Encoding: \x0bchunked', 'Content-Length: 2'], `{}${hidden}`)],
    ['with a folded encoding', post(['X: y', ' Transfer-Encoding: chunked', 'Transfer-Encoding:', ' chunked'], chunked)],
    ['with two lengths', post(['Content-Length: 2', 'Content-Length: 40'], `{}${hidden}`)],
    ['with the same length twice', post(['Content-Length: 2', 'Content-Length: 2'], `{}${hidden}`)],
    ['with two lengths in one', post(['Content-Length: 2, 2'], `{}${hidden}`)],
    ['with a signed length', post(['Content-Length: +2'], `{}${hidden}`)],
    ['with a negative length', post(['Content-Length: -2'], `{}${hidden}`)],
    ['with a length in hexadecimal', post(['Content-Length: 0x2'], `{}${hidden}`)],
    ['with a length beyond 64 bits', post(['Content-Length: 18446744073709551618'], `{}${hidden}`)],
    ['with an empty length', post(['Content-Length:'], `{}${hidden}`)],
    ['with a space before the colon', post(['Content-Length : 2'], `{}${hidden}`)],
    ['with a space in a name', post(['Content Length: 2'], `{}${hidden}`)],
    ['with a line without a colon', post(['nonsense'], hidden)],
    ['with an empty name', post([': x'], hidden)],
    ['with a lone CR in a value', post(['X: a\rTransfer-Encoding: chunked', 'Content-Length: 2'], `{}${hidden}`)],
    ['with a nought in a value', post(['X: a\0b', 'Content-Length: 2'], `{}${hidden}`)],
    ['with two hosts', post(['Host: y', 'Content-Length: 2'], `{}${hidden}`)],
    ['with bare line feeds', `GET /healthz HTTP/1.1\nHost: x\n\n${hidden}`],
    ['with one bare line feed', `GET /healthz HTTP/1.1\r\nHost: x\nX: y\r\n\r\n${hidden}`],
    ['with a whole address', `GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n${hidden}`],
    ['of HTTP 1.2', `GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n${hidden}`],
    ['of HTTP 0.9', `GET /healthz\r\n\r\n${hidden}`],
    ['that is an upgrade with a body', `GET /ws/x/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
  ])('%s is refused, and nothing behind it is read', async (_, bytes) => {
    const came = await statuses(bytes);
    expect(came.length).toBeLessThanOrEqual(1);
    for (const one of came) expect(one).toMatch(/HTTP\/1\.1 4\d\d/);
  });

  it('behind another in one write is answered behind it', async () => {
    const last = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect(await statuses(hidden + post(['Content-Length: 2'], '{}') + last)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  it('with a body that nobody asked for has it read, so that it is no request', async () => {
    const get = `GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\nConnection: close\r\n\r\n${hidden}`;
    expect(await statuses(get)).toEqual(['HTTP/1.1 200']);
  });
});
