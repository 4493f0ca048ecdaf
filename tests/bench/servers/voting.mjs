// What the two servers for votes share: the checks of a message, and the call of the store.
//
// The store is the one that wenzheng prepared, with its own function: the same checks of ballot, window, check-in, electorate,
// choice, nonce and attempt, and the same fsync before an answer. What these servers are spared: cookies (a deputy is whom the
// address names), strict JSON (duplicate keys, depth), retries where the store goes away, and a receipt that follows from the vote.
import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';

const nonces_a_deputy = 2000;
const nonce = /^[0-9a-f]{32}$/;
const id = /^[a-z0-9_-]{1,40}$/;

export function isVote(vote) {
  return (
    typeof vote === 'object' && vote !== null &&
    typeof vote.nonce === 'string' && nonce.test(vote.nonce) &&
    typeof vote.ballot === 'string' && id.test(vote.ballot) &&
    typeof vote.choice === 'string' && id.test(vote.choice) &&
    Number.isInteger(vote.attempt) && vote.attempt >= 1 && vote.attempt <= 1_000_000
  );
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let pool = Buffer.alloc(0);
let taken = 0;

// Twelve letters, out of random bytes that are asked for many at a time.
function freshReceipt() {
  if (taken + 12 > pool.length) {
    pool = randomBytes(12 * 1024);
    taken = 0;
  }
  let code = '';
  for (const end = taken + 12; taken < end; taken += 1) code += letters[pool[taken] & 31];
  return code;
}

// One call a vote; with autopipelining all of one turn of the loop leave in one write.
export class Store {
  constructor(path, inquiry) {
    this.redis = new Redis({ path, enableAutoPipelining: true });
    this.prefix = `wz:{${inquiry}}:`;
  }

  // The receipt's fields, or the code of the refusal.
  async cast(deputy, vote) {
    const [line] = await this.redis.fcall(
      'wz_cast', 1, this.prefix, nonces_a_deputy, deputy, vote.nonce, vote.ballot, vote.choice, vote.attempt, freshReceipt(), '',
    );
    if (line === 'N') return { code: 'nonce_reused' };
    if (line === 'M') return { code: 'too_many_votes' };
    // "R ballot mark attempt receipt at", or "X ballot mark attempt code"
    const words = line.split(' ');
    return words[0] === 'X' ? { code: words[4] } : { receipt: words[4], at: Number(words[5]) };
  }
}

export const deputyOf = (url) => url.slice(url.lastIndexOf('=') + 1);
