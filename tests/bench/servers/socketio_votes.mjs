// Votes with socket.io and ioredis: one call of the store a vote, a receipt when it is durable.
//   socketio_votes.mjs --redis SOCKET --inquiry ID    a deputy connects to /socket.io/?EIO=4&transport=websocket&deputy=ID
// An answer goes to one socket, so no adapter is asked.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { options, serve } from './common.mjs';
import { Store, deputyOf, isVote } from './voting.mjs';

const chosen = options({ inquiry: { type: 'string' } });
const store = new Store(chosen.redis, chosen.inquiry);
const server = createServer();
const io = new Server(server, {
  transports: ['websocket'],
  allowUpgrades: false,
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  maxHttpBufferSize: 4096,
});

io.on('connection', (socket) => {
  const deputy = deputyOf(socket.request.url);
  socket.on('vote', async (vote) => {
    if (!isVote(vote)) return socket.emit('refused', { code: 'bad_message' });
    const { nonce, ballot, choice, attempt } = vote;
    const answer = await store.cast(deputy, vote).catch(() => ({ code: 'unavailable' }));
    if (answer.code) socket.emit('refused', { nonce, ...answer });
    else socket.emit('receipt', { nonce, ballot, choice, attempt, ...answer });
  });
});

await serve(server, chosen, { publish: () => undefined, clients: () => io.engine.clientsCount });
