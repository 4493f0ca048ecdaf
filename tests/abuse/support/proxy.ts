// The proxies of scripts/deploy, started with those very files; only what is said to change with the place is ours.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until, within } from '../../integration/support/deadline';
import { ask } from '../../integration/support/http';
import { temporaryFolder, type Server } from '../../integration/support/server';
import { makeCertificate } from './certificate';

const deploy = fileURLToPath(new URL('../../../scripts/deploy/', import.meta.url));
const at = (server: Server) => new URL(server.url).host;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

export type Kind = 'haproxy' | 'nginx';

export class Proxy {
  private said = '';
  private readonly gone: Promise<unknown>;

  private constructor(
    readonly url: string,
    // PEM, of its certificate.
    readonly certificate: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.gone = new Promise((done) => child.on('close', done));
  }

  static async start(kind: Kind, nodes: [Server, Server]): Promise<Proxy> {
    const folder = temporaryFolder();
    const [secure, plain] = [await freePort(), await freePort()];
    const made = makeCertificate(folder, 'proxy');
    const child = kind === 'haproxy' ? haproxy(folder, made, secure, plain, nodes) : nginx(folder, made, secure, nodes);
    const proxy = new Proxy(`https://127.0.0.1:${secure}`, made.certificate, folder, child);
    const answers = async () => ((await ask(`${proxy.url}/readyz`).catch(() => undefined))?.status === 200 ? true : undefined);
    await until(answers, kind).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${proxy.said}`);
    });
    return proxy;
  }

  async destroy(): Promise<void> {
    this.child.kill('SIGTERM');
    await within(this.gone, 'the proxy is gone').catch(() => this.child.kill('SIGKILL'));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function haproxy(folder: string, made: { certificate: string; key: string }, secure: number, plain: number, nodes: [Server, Server]): ChildProcess {
  const pem = join(folder, 'wenzheng.pem');
  writeFileSync(pem, readFileSync(made.certificate, 'utf8') + readFileSync(made.key, 'utf8'));
  const env = {
    ...process.env,
    WENZHENG_HTTPS: `127.0.0.1:${secure}`,
    WENZHENG_HTTP: `127.0.0.1:${plain}`,
    WENZHENG_PEM: pem,
    WENZHENG_NODE_1: at(nodes[0]),
    WENZHENG_NODE_2: at(nodes[1]),
    WENZHENG_CLIENTS: '500',
  };
  return spawn('/usr/sbin/haproxy', ['-db', '-f', join(deploy, 'haproxy/haproxy.cfg')], { env, stdio: ['ignore', 'ignore', 'pipe'] });
}

function nginx(folder: string, made: { certificate: string; key: string }, secure: number, nodes: [Server, Server]): ChildProcess {
  mkdirSync(join(folder, 'wenzheng'));
  const places = (name: string) => readFileSync(join(deploy, 'nginx/wenzheng', name), 'utf8');
  const [first, second] = nodes.map(at);
  writeFileSync(join(folder, 'wenzheng/nodes.conf'), places('nodes.conf').replace('192.0.2.11:8080', first!).replace('192.0.2.12:8080', second!));
  writeFileSync(join(folder, 'wenzheng/listen.conf'), `listen 127.0.0.1:${secure} ssl;\nssl_certificate ${made.certificate};\nssl_certificate_key ${made.key};\n`);
  const own = [
    'daemon off;',
    'worker_processes 1;',
    `pid ${folder}/nginx.pid;`,
    'error_log stderr warn;',
    'events { worker_connections 512; }',
    'http {',
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`),
    `include ${join(deploy, 'nginx/wenzheng.conf')};`,
    '}',
  ];
  writeFileSync(join(folder, 'nginx.conf'), own.join('\n'));
  return spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
}
