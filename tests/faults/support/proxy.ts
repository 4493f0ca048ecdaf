// A small proxy in front of a node or a store, whose line can be made as bad as lines are.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

export type Line =
  | 'good'
  // Nothing comes through, and nobody is told.
  | 'silent'
  // Each piece a while later, in order.
  | 'slow'
  // A byte at a time.
  | 'crumbs'
  // The other side's answers are lost, and then the connection.
  | 'deaf';

export interface Upstream {
  host?: string;
  port?: number;
  path?: string;
}

const slow_ms = 120;

export class Proxy {
  line: Line = 'good';
  private readonly pairs = new Set<{ client: Socket; upstream: Socket }>();

  private constructor(
    private readonly server: Server,
    public to: Upstream,
  ) {}

  static async start(to: Upstream): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, to);
    server.on('connection', (client) => proxy.join(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    const at = this.server.address();
    if (at === null || typeof at === 'string') throw new Error('the proxy does not listen');
    return at.port;
  }

  // Every connection is reset where it stands, in the middle of a frame as likely as not.
  cut(): void {
    for (const { client, upstream } of this.pairs) {
      client.resetAndDestroy();
      // A Unix socket knows no reset.
      if (this.to.path === undefined) upstream.resetAndDestroy();
      else upstream.destroy();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  // One direction of one connection. What came first goes first, also when the line gets better meanwhile: TCP keeps the order.
  private direction(to: Socket, answers: boolean): (bytes: Buffer) => void {
    const waiting: Buffer[] = [];
    const write = (piece: Buffer): void => void (to.writable && to.write(piece));
    return (bytes) => {
      if (this.line === 'silent' || (this.line === 'deaf' && answers)) return;
      if (this.line === 'slow' || waiting.length > 0) {
        waiting.push(bytes);
        setTimeout(() => write(waiting.shift()!), slow_ms);
      } else if (this.line === 'crumbs') {
        for (const byte of bytes) write(Buffer.from([byte]));
      } else {
        write(bytes);
      }
    };
  }

  private join(client: Socket): void {
    const upstream = this.to.path !== undefined ? connect(this.to.path) : connect(this.to.port!, this.to.host ?? '127.0.0.1');
    const pair = { client, upstream };
    this.pairs.add(pair);
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    const over = (): void => {
      client.destroy();
      upstream.destroy();
      this.pairs.delete(pair);
    };
    for (const one of [client, upstream]) {
      one.on('error', over);
      one.on('close', over);
    }
    client.on('data', this.direction(upstream, false));
    upstream.on('data', this.direction(client, true));
  }
}
