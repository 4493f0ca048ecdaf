// Two machine rooms, each a network namespace of its own, with a wire between them that can be cut. This process reaches
// both by other wires, as phones do that stay connected to the node beside them.
//
//   phones ── outer ─ side a ─ inner ── switch ── inner ─ side b ─ outer ── phones
//
// Cut is the switch's port: what runs on one side still reaches its own addresses.
import { execFileSync } from 'node:child_process';
import { isAlive } from '../../../integration/support/server';
import type { Place } from './redis_group';

const ip = (...words: string[]): string => execFileSync('ip', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// `address`: between the sides. `outer`: where its phones find it.
export interface Side extends Place {
  outer: string;
}

export class TwoSides {
  private readonly wire = `wenzheng-${process.pid}-wire`;
  private readonly made: string[] = [];
  readonly a: Side;
  readonly b: Side;

  private constructor() {
    // Addresses that are set aside for tests of networks; by process, so that two tests don't meet.
    const net = `198.${18 + (process.pid % 2)}.${Math.floor(process.pid / 2) % 256}`;
    try {
      this.add(this.wire);
      ip('-n', this.wire, 'link', 'add', 'switch', 'type', 'bridge');
      ip('-n', this.wire, 'link', 'set', 'dev', 'switch', 'up');
      this.a = this.side('a', `${net}.1`, `${net}.9`, `${net}.10`);
      this.b = this.side('b', `${net}.2`, `${net}.13`, `${net}.14`);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  static make(): TwoSides {
    TwoSides.sweep();
    return new TwoSides();
  }

  // Nothing where it may be done; otherwise why not.
  static impossible(): string | undefined {
    try {
      TwoSides.make().remove();
      return undefined;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      return `no network namespaces here: ${(stderr || message).trim()}`;
    }
  }

  cut(): void {
    ip('-n', this.wire, 'link', 'set', 'dev', 'port-a', 'down');
  }

  mend(): void {
    ip('-n', this.wire, 'link', 'set', 'dev', 'port-a', 'up');
  }

  // With its namespaces go their wires. Whatever runs in them has to have ended.
  remove(): void {
    for (const name of this.made.splice(0)) ip('netns', 'del', name);
  }

  private add(name: string): void {
    ip('netns', 'add', name);
    this.made.push(name);
    ip('-n', name, 'link', 'set', 'dev', 'lo', 'up');
  }

  private side(letter: 'a' | 'b', address: string, ours: string, outer: string): Side {
    const name = `wenzheng-${process.pid}-${letter}`;
    const phones = `wz${process.pid}${letter}`;
    const port = `port-${letter}`;
    this.add(name);
    ip('-n', name, 'link', 'add', 'inner', 'type', 'veth', 'peer', 'name', port, 'netns', this.wire);
    ip('-n', this.wire, 'link', 'set', 'dev', port, 'master', 'switch');
    ip('-n', this.wire, 'link', 'set', 'dev', port, 'up');
    ip('link', 'add', phones, 'type', 'veth', 'peer', 'name', 'outer', 'netns', name);
    ip('addr', 'add', `${ours}/30`, 'dev', phones);
    ip('link', 'set', 'dev', phones, 'up');
    for (const [device, own] of [['inner', `${address}/29`], ['outer', `${outer}/30`]] as const) {
      ip('-n', name, 'addr', 'add', own, 'dev', device);
      ip('-n', name, 'link', 'set', 'dev', device, 'up');
    }
    return { address, outer, inside: ['ip', 'netns', 'exec', name] };
  }

  // Of a test that was killed.
  private static sweep(): void {
    for (const [name, pid] of ip('netns', 'list').matchAll(/^wenzheng-(\d+)-\w+/gm)) {
      if (!isAlive(Number(pid))) ip('netns', 'del', name);
    }
  }
}
