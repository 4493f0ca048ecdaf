// Looks at every frame that any client of a test receives: the schema, who may hear it, the order, and what is still secret.
import { afterEach } from 'vitest';
import type {
  BallotView,
  ServerMessage,
  SocketRole,
  View,
} from '../../../web/src/shared/messages.generated';
import { whyInvalid } from '../../protocol/support/schemas';

export const violations: string[] = [];

const heardBy: Record<ServerMessage['type'], SocketRole[]> = {
  welcome: ['deputy', 'console', 'screen', 'live'],
  view: ['deputy', 'console', 'screen', 'live'],
  you: ['deputy'],
  progress: ['deputy', 'console', 'screen', 'live'],
  count: ['console'],
  presence: ['console'],
  receipt: ['deputy'],
  done: ['deputy', 'console'],
  refused: ['deputy', 'console', 'screen', 'live'],
  pong: ['deputy', 'console', 'screen', 'live'],
};

export class Recorder {
  private first = true;
  private accountRole: string | undefined;
  private view: View | undefined;

  constructor(
    private readonly role: SocketRole,
    private readonly who: string,
  ) {}

  private complain(what: string, text: string): void {
    violations.push(`${this.who}: ${what}: ${text.slice(0, 600)}`);
  }

  // The message, after every check that one frame and those before it allow.
  take(text: string): ServerMessage {
    const message = JSON.parse(text) as ServerMessage;
    if (!(message.type in heardBy)) {
      this.complain('no such message', text);
      return message;
    }
    const why = whyInvalid('server', message.type, message);
    if (why) this.complain(why, text);
    if (!heardBy[message.type].includes(this.role)) this.complain(`not for ${this.role}`, text);
    if (this.first !== (message.type === 'welcome')) this.complain('welcome is the first, and only the first', text);
    this.first = false;
    this.check(message, text);
    return message;
  }

  private check(message: ServerMessage, text: string): void {
    switch (message.type) {
      case 'welcome':
        if (message.role !== this.role) this.complain('another role', text);
        if (message.you && 'account' in message.you) this.accountRole = message.you.role;
        break;
      case 'view':
        this.checkView(message, text);
        break;
      case 'progress': {
        const ballot = this.ballot(message.ballot);
        if (message.counts && ballot?.display !== 'immediate') this.complain('counts before the reveal', text);
        if (message.not_voted && this.role !== 'console') this.complain('not_voted is for consoles', text);
        break;
      }
      case 'count':
        if (this.accountRole !== 'scrutineer') this.complain('count is for scrutineers', text);
        break;
    }
  }

  private ballot(id: string): BallotView | undefined {
    return this.view?.inquiry.ballots.find((ballot) => ballot.id === id);
  }

  private checkView(view: View, text: string): void {
    const { screens, deputies } = view.inquiry;
    if ((screens !== undefined) !== ['console', 'screen'].includes(this.role)) this.complain('screens', text);
    if ((deputies !== undefined) !== (this.role === 'console')) this.complain('deputies', text);
    this.checkRequests(view, text);
    this.checkConsoleParts(view, text);
    if (this.view && this.view.epoch === view.epoch && view.rev < this.view.rev) this.complain('rev went back', text);
    for (const ballot of view.inquiry.ballots) {
      if (ballot.state !== 'void' || !ballot.result) continue;
      const before = this.ballot(ballot.id);
      if (before && before.state !== 'revealed' && before.state !== 'void' && view.rev === this.view!.rev + 1) {
        this.complain('a ballot that was never revealed shows its result', text);
      }
    }
    this.view = view;
  }

  // A screen is not told what a deputy wrote, who took it on, and whose phone has failed.
  private checkRequests({ inquiry: { requests } }: View, text: string): void {
    if ((requests !== undefined) !== ['console', 'screen'].includes(this.role)) this.complain('requests', text);
    for (const request of requests ?? []) {
      const whole = request.text !== undefined && request.by !== undefined;
      const bare = request.text === undefined && request.by === undefined && request.kind !== 'phone_failed';
      if (this.role === 'console' ? !whole : !bare) this.complain('a request', text);
    }
  }

  private checkConsoleParts({ inquiry: { ballots } }: View, text: string): void {
    for (const { warnings, paper, erratum_waiting } of ballots) {
      if ((warnings !== undefined) !== (this.role === 'console')) this.complain('warnings', text);
      if (this.role !== 'console' && (paper ?? erratum_waiting) !== undefined) this.complain('for consoles only', text);
    }
  }
}

// To be called once in every test file: a test fails where a frame broke the contract.
export function failOnViolations(): void {
  afterEach(() => {
    const found = violations.splice(0);
    if (found.length > 0) throw new Error(`${found.length} frames broke the contract:\n${found.slice(0, 5).join('\n')}`);
  });
}
