// What was measured: one value a round for each contestant and figure, and what is worked out of them.

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? undefined : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Median, least and most.
export function summary(values) {
  if (values.length === 0) return undefined;
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), rounds: values.length };
}

export class Samples {
  constructor() {
    this.all = [];
  }

  add(round, contestant, figure, value) {
    if (!Number.isFinite(value)) throw new Error(`${contestant}, ${figure}: ${value} is no measurement`);
    this.all.push({ round, contestant, figure, value });
  }

  of(contestant, figure) {
    return this.all.filter((one) => one.contestant === contestant && one.figure === figure);
  }

  summary(contestant, figure) {
    return summary(this.of(contestant, figure).map(({ value }) => value));
  }

  // Each round's own ratio: what else the machine was doing just then, it did to both.
  ratio(contestant, other, figure) {
    const others = new Map(this.of(other, figure).map(({ round, value }) => [round, value]));
    const both = this.of(contestant, figure).filter(({ round }) => others.has(round));
    return summary(both.map(({ round, value }) => value / others.get(round)));
  }
}
