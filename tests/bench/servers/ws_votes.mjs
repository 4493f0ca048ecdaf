// Votes with ws and ioredis: one call of the store a vote, a receipt when it is durable.
//   ws_votes.mjs --redis SOCKET --inquiry ID          a deputy connects to /?deputy=ID
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { options, serve } from './common.mjs';
import { Store, deputyOf, isVote } from './voting.mjs';

const chosen = options({ inquiry: { type: 'string' } });
const store = new Store(chosen.redis, chosen.inquiry);
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 4096 });

function read(data) {
  try {
    const vote = JSON.parse(data);
    return vote?.type === 'vote' && isVote(vote) ? vote : undefined;
  } catch {
    return undefined;
  }
}

async function take(client, deputy, data) {
  const vote = read(data);
  if (!vote) return client.send('{"type":"refused","code":"bad_message"}');
  const { nonce, ballot, choice, attempt } = vote;
  const answer = await store.cast(deputy, vote).catch(() => ({ code: 'unavailable' }));
  const message = answer.code
    ? { type: 'refused', nonce, ...answer }
    : { type: 'receipt', nonce, ballot, choice, attempt, ...answer };
  client.send(JSON.stringify(message));
}

sockets.on('connection', (client, request) => {
  const deputy = deputyOf(request.url);
  client.on('error', () => client.terminate());
  client.on('message', (data) => void take(client, deputy, data));
});

await serve(server, chosen, { publish: () => undefined, clients: () => sockets.clients.size });
