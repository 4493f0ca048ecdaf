// How much is measured: `full` for figures that count, `quick` for a look, `tiny` to see that everything still works.
export const plans = {
  full: {
    rounds: 3,
    fanout: { sizes: [1000, 5000, 10_000, 19_000], updates: [30, 10, 14, 8], steady: { viewers: 10_000, a_second: 10, seconds: 2 } },
    votes: { deputies: 5000, warm_seconds: 2, seconds: 4, burst_ms: 1000 },
    crowd: { viewers: 10_000, deputies: [0, 1000, 5000], updates: 8, rounds: 2 },
    slow: { viewers: 10_000, updates: 1000, rounds: 1 },
    inquiries: { viewers: 10_000, inquiries: [1, 10, 100], updates: 15, rounds: 1 },
    record: { events: 100_000, viewers: 1000, updates: 60, rounds: 1 },
    workers: { workers: [1, 2], viewers: 10_000, deputies: 5000, updates: 10, seconds: 2, rounds: 1 },
  },
  quick: {
    rounds: 1,
    fanout: { sizes: [1000, 5000], updates: [20, 12], steady: { viewers: 5000, a_second: 10, seconds: 1 } },
    votes: { deputies: 5000, warm_seconds: 1, seconds: 1, burst_ms: 1000 },
    crowd: { viewers: 10_000, deputies: [0, 5000], updates: 4, rounds: 1 },
    slow: { viewers: 2000, updates: 1000, rounds: 1 },
    inquiries: { viewers: 2000, inquiries: [1, 10, 100], updates: 5, rounds: 1 },
    record: { events: 100_000, viewers: 500, updates: 20, rounds: 1 },
    workers: { workers: [1, 2], viewers: 5000, deputies: 5000, updates: 5, seconds: 1, rounds: 1 },
  },
  tiny: {
    rounds: 1,
    fanout: { sizes: [50], updates: [3], steady: { viewers: 50, a_second: 10, seconds: 0.3 } },
    votes: { deputies: 20, warm_seconds: 0.1, seconds: 0.2, burst_ms: 200 },
    crowd: { viewers: 50, deputies: [0, 20], updates: 2 },
    slow: { viewers: 20, updates: 60, rounds: 1 },
    inquiries: { viewers: 50, inquiries: [1, 5], updates: 2 },
    record: { events: 1000, viewers: 50, updates: 3 },
    workers: { workers: [1, 2], viewers: 50, deputies: 20, updates: 2, seconds: 0.1 },
  },
};

// What a node of wenzheng keeps of its descriptors here: for its files and for connections to the store, of which a hundred
// inquiries need a hundred; and for deputies and consoles.
export const own_descriptors = 400;
export const kept_seats = 300;

// So many viewers fit where a process may have `descriptors` open.
export function viewers_that_fit(descriptors) {
  if (descriptors === null) return Infinity;
  return Math.floor((descriptors - own_descriptors - kept_seats - 32) / 100) * 100;
}
