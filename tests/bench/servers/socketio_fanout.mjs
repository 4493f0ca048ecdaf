// One update to every client with socket.io and its Redis adapter, as one runs it on several machines.
//   socketio_fanout.mjs --redis SOCKET
// Chosen for speed: WebSocket alone (no polling first), no compression, no client files, ws underneath (the default). For a room
// socket.io itself encodes each update once and shares its frame.
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { options, serve, update } from './common.mjs';

const chosen = options();
const publisher = new Redis({ path: chosen.redis });
const server = createServer();
const io = new Server(server, {
  adapter: createAdapter(publisher, publisher.duplicate()),
  transports: ['websocket'],
  allowUpgrades: false,
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
});
io.on('connection', (socket) => socket.join('live'));

const around = '42["view",]'.length;
await serve(server, chosen, {
  publish: (rev) => io.to('live').emit('view', update(rev, chosen.bytes, around)),
  clients: () => io.engine.clientsCount,
});
