// A WebSocket by hand, for frames that a good library refuses to send.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { usualDeadline, within } from './deadline';

export interface RawFrame {
  opcode: number;
  payload: Buffer;
}

export interface FrameBits {
  fin?: boolean;
  reserved?: number;
  masked?: boolean;
  // What the header says, if it is not the truth.
  length?: number;
}

export const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

export function encodeFrame(opcode: number, payload: Buffer, bits: FrameBits = {}): Buffer {
  const { fin = true, reserved = 0, masked = true, length = payload.length } = bits;
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | opcode];
  const maskBit = masked ? 0x80 : 0;
  const extended = Buffer.alloc(length < 126 ? 0 : length < 65_536 ? 2 : 8);
  if (length < 126) head.push(maskBit | length);
  else if (length < 65_536) {
    head.push(maskBit | 126);
    extended.writeUInt16BE(length);
  } else {
    head.push(maskBit | 127);
    extended.writeBigUInt64BE(BigInt(length));
  }
  const mask = masked ? randomBytes(4) : Buffer.alloc(0);
  const body = Buffer.from(payload);
  if (masked) for (let i = 0; i < body.length; i += 1) body[i]! ^= mask[i % 4]!;
  return Buffer.concat([Buffer.from(head), extended, mask, body]);
}

// Whether the server's process still holds the other end of this connection.
export function isServed(socket: Socket): boolean {
  // A table that changes while it is read can leave a line out, so one look that finds nothing is not believed.
  return endIsThere(socket) || endIsThere(socket);
}

// Both ports: others may have a connection, or what is left of one, from the same port to another server.
function endIsThere(socket: Socket): boolean {
  const { localPort, remotePort } = socket;
  if (socket.destroyed || localPort === undefined || remotePort === undefined) return false;
  const text = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const known = readFileSync('/proc/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/));
  const server = known.find((words) => words[1]?.endsWith(text(remotePort)) && words[2]?.endsWith(text(localPort)));
  // Nobody's any more: an inode of 0.
  return server !== undefined && server[9] !== '0';
}

// A TCP connection with what came in so far.
export class RawConnection {
  received: Buffer = Buffer.alloc(0);
  ended = false;
  readonly socket: Socket;
  private wake: () => void = () => undefined;

  constructor(base: string) {
    const { hostname, port } = new URL(base);
    this.socket = connect(Number(port), hostname);
    this.socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  write(bytes: Buffer | string): void {
    this.socket.write(bytes);
  }

  async wait<T>(probe: () => T | undefined, what: string, ms = usualDeadline): Promise<T> {
    const look = async (): Promise<T> => {
      for (;;) {
        const found = probe();
        if (found !== undefined) return found;
        if (this.ended) throw new Error(`${what}: the connection has ended`);
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    };
    return within(look(), what, ms);
  }

  untilEnd(ms?: number): Promise<true> {
    return this.wait(() => (this.ended ? true : undefined), 'the end of the connection', ms);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

export class RawWebSocket extends RawConnection {
  readonly frames: RawFrame[] = [];

  static async open(base: string, path: string, headers: Record<string, string> = {}): Promise<RawWebSocket> {
    const socket = new RawWebSocket(base);
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: ${new URL(base).host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const end = await socket.wait(() => {
      const at = socket.received.indexOf('\r\n\r\n');
      return at < 0 ? undefined : at;
    }, 'the answer to the upgrade');
    const status = socket.received.subarray(0, 12).toString();
    if (status !== 'HTTP/1.1 101') throw new Error(`no upgrade: ${status}`);
    socket.received = socket.received.subarray(end + 4);
    return socket;
  }

  private decode(): void {
    for (;;) {
      const bytes = this.received;
      if (bytes.length < 2) return;
      const short = bytes[1]! & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length < start) return;
      const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
      if (bytes.length < start + length) return;
      this.frames.push({ opcode: bytes[0]! & 0x0f, payload: bytes.subarray(start, start + length) });
      this.received = bytes.subarray(start + length);
    }
  }

  frame(match: (frame: RawFrame) => boolean, what: string, ms?: number): Promise<RawFrame> {
    return this.wait(() => {
      this.decode();
      return this.frames.find(match);
    }, what, ms);
  }

  message(type: string): Promise<RawFrame> {
    return this.frame((f) => f.opcode === opcodes.text && f.payload.includes(`"type":"${type}"`), type);
  }

  // The code that the server closes with.
  async closeCode(ms?: number): Promise<number> {
    const { payload } = await this.frame((f) => f.opcode === opcodes.close, 'a close frame', ms);
    return payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
  }

  send(opcode: number, payload: Buffer | string, bits?: FrameBits): void {
    this.write(encodeFrame(opcode, Buffer.from(payload), bits));
  }
}
