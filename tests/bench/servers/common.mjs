// What all reference servers share: their options, the line on stdout that says where they are, and the control port.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

export function options(more = {}) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, bytes: { type: 'string', default: '400' }, redis: { type: 'string' }, ...more },
  });
  return { ...values, port: Number(values.port), bytes: Number(values.bytes) };
}

// What one update says, so long that its text has `bytes` bytes with `around` more beside it.
export function update(rev, bytes, around = 0) {
  const empty = JSON.stringify({ rev, pad: '' }).length + around;
  return { rev, pad: 'x'.repeat(Math.max(0, bytes - empty)) };
}

function listen(server, port) {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => done(server.address().port));
  });
}

// `publish(rev)` sends one update to everybody; `clients()` counts them.
export async function serve(server, { port }, { publish, clients }) {
  let rev = 0;
  const control = createServer((request, response) => {
    const answer = request.method === 'POST' && request.url === '/publish' ? { rev: (rev += 1) } : { clients: clients() };
    if (answer.rev !== undefined) publish(answer.rev);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  control.keepAliveTimeout = 0;
  console.log(`listening ${await listen(server, port)} ${await listen(control, 0)}`);
}
