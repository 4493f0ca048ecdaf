// One update to every client with ws, as fast as it can: no compression, TCP_NODELAY (which ws sets), no subprotocol.
//   ws_fanout.mjs [--shared]
// The text becomes bytes once an update, which is cheaper than sending text; `send` then makes a header for each client. With --shared the
// frame too is made once, by ws's own Sender, and written to every socket beside ws: what one can do by hand, as long as
// nothing else is being sent (ws's own pongs are whole writes, so no frame is cut).
import { createServer } from 'node:http';
import { Sender, WebSocket, WebSocketServer } from 'ws';
import { options, serve, update } from './common.mjs';

const chosen = options({ shared: { type: 'boolean', default: false } });
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 4096 });
sockets.on('connection', (client) => client.on('error', () => client.terminate()));

function loop(text) {
  const bytes = Buffer.from(text);
  for (const client of sockets.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(bytes, { binary: false });
  }
}

function shared(text) {
  const frame = Buffer.concat(Sender.frame(Buffer.from(text), { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }));
  for (const client of sockets.clients) {
    if (client.readyState === WebSocket.OPEN) client._socket.write(frame);
  }
}

const send = chosen.shared ? shared : loop;
await serve(server, chosen, {
  publish: (rev) => send(JSON.stringify(update(rev, chosen.bytes))),
  clients: () => sockets.clients.size,
});
