// The one client program, told by lines of JSON what to do: tests/bench/client.
import { client_core } from './machine.mjs';
import { Program, within } from './process.mjs';

export class Client {
  constructor(binary, core = client_core) {
    this.program = new Program(core, binary, []);
    this.waiting = [];
    this.program.lines.on('line', (line) => this.waiting.shift()?.done(JSON.parse(line)));
    void this.program.ended.then((how) => {
      this.over = new Error(`the client ended with ${how}: ${this.program.errors}`);
      for (const one of this.waiting.splice(0)) one.failed(this.over);
    });
  }

  // Answers come in the order of what was asked.
  ask(what, ms = 60_000) {
    if (this.over) return Promise.reject(this.over);
    const answer = new Promise((done, failed) => this.waiting.push({ done, failed }));
    this.program.child.stdin.write(`${JSON.stringify(what)}\n`);
    return within(answer, `the client's answer to ${what.op}`, ms);
  }

  // All of them, or it is no measurement.
  async open(group, count, more) {
    const answer = await this.ask({ op: 'open', group, count, at_once: 256, ready_after: 0, ...more }, 120_000);
    if (answer.opened !== count) throw new Error(`${answer.opened} of ${count} connections: ${JSON.stringify(answer.reasons)}`);
    return answer;
  }

  arm(group) {
    return this.ask({ op: 'arm', group });
  }

  async wait_for(group, rev, timeout_ms = 30_000) {
    const seen = await this.ask({ op: 'await', group, rev, timeout_ms }, timeout_ms + 10_000);
    if (seen.error || !seen.complete) throw new Error(`rev ${rev} did not reach every client: ${JSON.stringify(seen).slice(0, 400)}`);
    return seen;
  }

  close(group) {
    return this.ask({ op: 'close', group });
  }

  async quit() {
    this.program.child.stdin.write('{"op":"quit"}\n');
    await within(this.program.ended, 'the end of the client', 10_000).catch(() => this.program.stop());
  }
}
