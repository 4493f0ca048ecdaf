// What time it is on the store's clock. Fed by `welcome` and `pong` only: shared frames carry the instant of their encoding.

interface Sample {
  offset_ms: number;
  /** The offset is right to within this, whatever the network did. */
  error_ms: number;
}

const KEPT = 8;
const TOLERANCE_MS = 50;
/** A welcome says nothing about how long it travelled. */
const WELCOME_ERROR_MS = 2000;

export class ServerClock {
  private samples: Sample[] = [];

  constructor(private readonly local: () => number = Date.now) {}

  get known(): boolean {
    return this.samples.length > 0;
  }

  /** server clock − local clock */
  get offset_ms(): number {
    return this.best()?.offset_ms ?? 0;
  }

  now(): number {
    return this.local() + this.offset_ms;
  }

  take_welcome(server_time: number): void {
    this.take({ offset_ms: server_time - this.local(), error_ms: WELCOME_ERROR_MS });
  }

  /** `sent_at`: the local instant that was put into the ping and came back in the pong. */
  take_pong(sent_at: number, server_time: number): void {
    const received_at = this.local();
    const round_trip_ms = received_at - sent_at;
    if (round_trip_ms < 0) {
      this.samples = [];
      return;
    }
    this.take({ offset_ms: server_time - (sent_at + round_trip_ms / 2), error_ms: round_trip_ms / 2 });
  }

  private best(): Sample | undefined {
    return this.samples.reduce<Sample | undefined>(
      (best, sample) => (best === undefined || sample.error_ms < best.error_ms ? sample : best),
      undefined,
    );
  }

  private take(sample: Sample): void {
    const best = this.best();
    // Two honest samples overlap. If they don't, one of the clocks was set in between, and what is older is wrong.
    if (best && Math.abs(best.offset_ms - sample.offset_ms) > best.error_ms + sample.error_ms + TOLERANCE_MS) {
      this.samples = [];
    }
    this.samples.push(sample);
    if (this.samples.length > KEPT) this.samples.shift();
  }
}
