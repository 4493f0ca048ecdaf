// A server's end of a WebSocket, for tests: what was sent is kept, what is said arrives at once.
import { Connection, type ConnectionOptions, type SocketLike } from "./connection";
import type { ServerMessage } from "./messages.generated";

export class TestSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  welcome(server_time = Date.now()): void {
    this.say({ type: "welcome", protocol: 1, role: "live", server_time, epoch: "e1" } as ServerMessage);
  }

  break_off(code: number): void {
    this.onclose?.({ code });
  }

  /** Messages of one type, as objects. */
  sent_of(type: string): Record<string, unknown>[] {
    return this.sent.map((text) => JSON.parse(text) as Record<string, unknown>).filter((message) => message.type === type);
  }
}

export function test_connection(random = () => 0.5, more: Partial<ConnectionOptions> = {}) {
  const sockets: TestSocket[] = [];
  const asked: string[][] = [];
  const connection = new Connection({
    url: "ws://hall/ws/evening/live",
    random,
    ...more,
    open_socket: (_url, protocols) => {
      asked.push(protocols);
      const socket = new TestSocket();
      sockets.push(socket);
      return socket;
    },
  });
  return { connection, sockets, asked, newest: () => sockets[sockets.length - 1] };
}
