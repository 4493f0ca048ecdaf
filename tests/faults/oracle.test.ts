// The judge itself: it must see every kind of fault that it is there for.
import { describe, expect, it } from 'vitest';
import { isClean, judge, type SentVote } from './support/oracle';

const sealed = (votes: Record<string, string>, counts: Record<string, number>): string =>
  `${JSON.stringify({ format: 'wenzheng-record' })}\n${JSON.stringify({ event: JSON.stringify({ type: 'ballot_closed', ballot: 'b1' }), seal: JSON.stringify({ counts, votes }) })}\n`;

const vote = (deputy: string, choice: string, more: Partial<SentVote> = {}): SentVote => ({ deputy, ballot: 'b1', nonce: `${deputy}-${more.attempt ?? 1}`, choice, attempt: 1, afterClose: false, receipt: `R-${deputy}`, ...more });

const announced = new Map([['b1', { satisfied: 1, dissatisfied: 1 }]]);
const good = sealed({ d1: 'satisfied 1 R-d1 7', d2: 'dissatisfied 1 R-d2 7' }, { satisfied: 1, dissatisfied: 1 });
const both = [vote('d1', 'satisfied'), vote('d2', 'dissatisfied')];

describe('the judge', () => {
  it('finds nothing where there is nothing', () => {
    const found = judge(both, good, announced);
    expect(found.remarks).toEqual([]);
    expect(isClean(found)).toBe(true);
    expect(found).toMatchObject({ cast: 2, confirmed: 2 });
  });

  it('takes the highest attempt that was confirmed, and lets an unanswered one be counted or not', () => {
    const again = vote('d1', 'dissatisfied', { attempt: 2, receipt: undefined });
    expect(judge([...both, again], good, announced)).toMatchObject({ lost: 0, double: 0, unanswered: 1 });
    const counted = sealed({ d1: 'dissatisfied 2 R-x 7', d2: 'dissatisfied 1 R-d2 7' }, { dissatisfied: 2 });
    expect(judge([...both, again], counted, new Map([['b1', { dissatisfied: 2 }]]))).toMatchObject({ lost: 0, double: 0, miscounted: 0 });
  });

  it.each([
    ['a confirmed vote that is not in the result', both, sealed({ d1: 'satisfied 1 R-d1 7' }, { satisfied: 1 }), { lost: 1 }],
    ['a confirmed vote with another choice', both, sealed({ d1: 'dissatisfied 1 R-d1 7', d2: 'dissatisfied 1 R-d2 7' }, { dissatisfied: 2 }), { lost: 1 }],
    ['an older attempt in place of the newest', [vote('d1', 'satisfied'), vote('d1', 'dissatisfied', { attempt: 2 }), vote('d2', 'dissatisfied')], good, { lost: 1 }],
    ['a vote under another receipt', both, sealed({ d1: 'satisfied 1 R-other 7', d2: 'dissatisfied 1 R-d2 7' }, { satisfied: 1, dissatisfied: 1 }), { lost: 1 }],
    ['a refused vote that is counted', [vote('d1', 'satisfied', { receipt: undefined, refused: 'ballot_not_open' }), both[1]!], good, { double: 1 }],
    ['a vote that nobody pressed', [both[0]!], good, { double: 1 }],
    ['a receipt for what was pressed after the close', [{ ...both[0]!, afterClose: true }, both[1]!], good, { outside: 1 }],
    ['two answers', [{ ...both[0]!, changed: true }, both[1]!], good, { changed: 1 }],
    ['counts that the votes do not come to', both, sealed({ d1: 'satisfied 1 R-d1 7', d2: 'dissatisfied 1 R-d2 7' }, { satisfied: 2 }), { miscounted: 1 }],
  ])('sees %s', (_, sent, record, wanted) => {
    const found = judge(sent, record, new Map());
    expect(found).toMatchObject(wanted);
    expect(isClean(found)).toBe(false);
    expect(found.remarks).not.toEqual([]);
  });

  it('counts a late vote where it was admitted, and nowhere else', () => {
    const sent = [both[0]!, vote('d2', 'dissatisfied', { late: true })];
    expect(judge(sent, good, announced, new Set(['b1']))).toMatchObject({ lost: 0, double: 0, miscounted: 0 });
    expect(judge(sent, good, announced)).toMatchObject({ double: 1 });
    const without = sealed({ d1: 'satisfied 1 R-d1 7' }, { satisfied: 1 });
    expect(judge(sent, without, new Map(), new Set(['b1']))).toMatchObject({ lost: 1 });
    expect(judge(sent, without, new Map())).toMatchObject({ lost: 0, double: 0 });
  });

  it('sees another figure announced than was counted', () => {
    expect(judge(both, good, new Map([['b1', { satisfied: 2 }]]))).toMatchObject({ miscounted: 1 });
  });
});
