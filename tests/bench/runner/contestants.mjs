// The servers that are compared, each in its own process on the server's core. A running one has: pids (its own and its
// Redis'), where a client connects, and publish(), which sends one update to everybody and tells its rev.
import { Agent, request } from 'node:http';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hall, definition, password } from './hall.mjs';
import { family, server_core } from './machine.mjs';
import { kept_seats, own_descriptors } from './plan.mjs';
import { Program, remove_folder, temporary_folder, until } from './process.mjs';

const servers = fileURLToPath(new URL('../servers/', import.meta.url));

// As wenzheng starts its own (server/record/private_redis.cpp): every answer waits for fsync.
const durable = [
  '--appendonly', 'yes', '--appendfsync', 'always', '--no-appendfsync-on-rewrite', 'no', '--auto-aof-rewrite-percentage', '0',
  '--maxmemory-policy', 'noeviction',
];

export async function start_redis(folder, flags = durable) {
  const path = join(folder, 'redis.sock');
  const own = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', '--daemonize', 'no'];
  const program = new Program(server_core, 'redis-server', [...own, ...flags]);
  await program.first((line) => /ready to accept connections/i.test(line), 'Redis', 60_000);
  return { path, program };
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function post(port, path) {
  return new Promise((done, failed) => {
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => done(JSON.parse(text)));
    });
    asked.on('error', failed);
    asked.end();
  });
}

async function start_with_control(command, args) {
  const program = new Program(server_core, command, args);
  const [port, control] = await program.first((line) => /^listening (\d+) (\d+)$/.exec(line)?.slice(1).map(Number), `listening of ${[command, ...args].slice(0, 2).join(' ')}`);
  return { program, port, publish: async () => (await post(control, '/publish')).rev };
}

// One that is driven by its control port.
// `viewers_max`: with more it would take longer than it tells anything.
function plain(name, command, arguments_of, { viewer, redis, viewers_max = Infinity } = {}) {
  return {
    name, viewers_max,
    async start({ bytes, raw }) {
      const folder = redis && temporary_folder();
      const store = redis && (await start_redis(folder, ['--appendonly', 'no']));
      const args = [...arguments_of(store), '--port', '0', '--bytes', String(bytes)];
      const { program, port, publish } = await start_with_control(command ?? raw, args);
      return {
        name, port, publish,
        pid: program.pid,
        pids: () => [program.pid, ...(store ? [store.program.pid] : [])],
        viewer: { port, path: '/', dialect: 'ws', ...viewer },
        async stop() {
          await program.stop();
          await store?.program.stop();
          if (folder) remove_folder(folder);
        },
      };
    },
  };
}

const node = (name, file, flags, more) => plain(name, process.execPath, (store) => [join(servers, file), ...flags, ...(store ? ['--redis', store.path] : [])], more);

// Without what belongs to the processes that used it.
function copy_of(data) {
  const folder = temporary_folder();
  if (data) cpSync(data, folder, { recursive: true, filter: (path) => !/\.(sock|pid|lock)$/.test(path) });
  return folder;
}

export const socketio_path = '/socket.io/?EIO=4&transport=websocket';

// On its own store, or on a copy of one that was prepared.
export async function start_wenzheng({ wenzheng }, { data, workers = 1, core = server_core } = {}) {
  const folder = copy_of(data);
  const settings = join(folder, 'settings.toml');
  writeFileSync(settings, `message_rate = "off"\nlog_level = "warn"\nown_descriptors = ${own_descriptors}\nkept_seats = ${kept_seats}\n`);
  const args = ['serve', '--listen', '127.0.0.1:0', '--data-dir', folder, '--workers', String(workers), '--config', settings];
  const env = { ...process.env, WENZHENG_ADMIN_PASSWORD: password };
  const program = new Program(core, wenzheng, args, { env });
  const url = await program.first((line) => /^listening (\S+)$/.exec(line)?.[1], 'listening of wenzheng', 60_000);
  return {
    url,
    folder,
    listening_at: performance.now(),
    port: Number(new URL(url).port),
    pid: program.pid,
    pids: () => family(program.pid),
    viewer_of: (inquiry) => ({ port: Number(new URL(url).port), path: `/ws/${inquiry}/live`, dialect: 'ws', ready_after: 2 }),
    async stop({ keep = false } = {}) {
      await program.stop();
      if (!keep) remove_folder(folder);
    },
  };
}

export const wenzheng = {
  name: 'wenzheng',
  viewers_max: Infinity,
  async start(context) {
    const server = await start_wenzheng(context);
    const hall = await Hall.create(server.url, definition('bench', 1));
    const operator = await hall.console();
    await operator.do('start');
    return {
      ...server,
      name: 'wenzheng',
      viewer: server.viewer_of('bench'),
      publish: () => operator.next('select_item', { item: 'i1' }),
      async stop() {
        operator.close();
        await server.stop();
      },
    };
  },
};

// The length of the view that everybody is measured with.
export async function view_bytes(context) {
  const server = await wenzheng.start(context);
  try {
    await server.publish();
    return Buffer.byteLength(await (await fetch(`${server.url}/api/v1/inquiries/bench/live`)).text());
  } finally {
    await server.stop();
  }
}

export const fanout_contestants = [
  plain('raw', undefined, () => []),
  wenzheng,
  node('ws', 'ws_fanout.mjs', []),
  node('ws shared', 'ws_fanout.mjs', ['--shared'], { viewers_max: 10_000 }),
  node('socket.io', 'socketio_fanout.mjs', [], { redis: true, viewers_max: 10_000, viewer: { path: socketio_path, dialect: 'socket.io' } }),
];

// A server for votes beside a Redis on a copy of the prepared store.
function voting(name, file, path_of, dialect) {
  return {
    name,
    async start({ prepared }) {
      const folder = copy_of(prepared.folder);
      const store = await start_redis(folder);
      const args = [join(servers, file), '--redis', store.path, '--inquiry', prepared.inquiry];
      const { program, port } = await start_with_control(process.execPath, args);
      return {
        name, port,
        pid: program.pid,
        pids: () => [program.pid, store.program.pid],
        deputy: { port, paths: prepared.deputies.map(path_of), dialect },
        async stop() {
          await program.stop();
          await store.program.stop();
          remove_folder(folder);
        },
      };
    },
  };
}

export const voting_contestants = [
  {
    name: 'wenzheng',
    async start(context) {
      const { folder, inquiry, cookies } = context.prepared;
      const server = await start_wenzheng(context, { data: folder });
      const deputy = { port: server.port, path: `/ws/${inquiry}/deputy`, cookies, origin: server.url, dialect: 'ws', ready_after: 2 };
      return { ...server, name: 'wenzheng', deputy };
    },
  },
  voting('ws + ioredis', 'ws_votes.mjs', (deputy) => `/?deputy=${deputy}`, 'ws'),
  voting('socket.io + ioredis', 'socketio_votes.mjs', (deputy) => `${socketio_path}&deputy=${deputy}`, 'socket.io'),
];

// One inquiry with everybody checked in and a ballot open, in a folder that each contestant gets a copy of.
export async function prepare_store(context, what, open_ballot) {
  const server = await start_wenzheng(context);
  const hall = await Hall.create(server.url, what);
  const cookies = await hall.join_all();
  // No console looks on while thousands check in: its view names them all.
  await hall.order('start', {});
  for (let from = 0; from < cookies.length; from += 500) await hall.check_in(cookies.slice(from, from + 500));
  await hall.order('open_ballot', { ballot: open_ballot });
  const deputies = what.deputies.map(({ id }) => id);
  await until(async () => (await fetch(`${server.url}/readyz`)).ok, 'a store that is ready');
  await server.stop({ keep: true });
  return { folder: server.folder, inquiry: what.id, deputies, cookies };
}
