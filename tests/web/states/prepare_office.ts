// A server for the office pages, in memory: built pages under our Content-Security-Policy, and the HTTP calls that they make.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Route } from '@playwright/test';
import type { AccountSummary, AuditEntry, Definition, InquirySummary, InquiryView, Presets, Report } from '../../../web/src/shared/messages.generated';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = process.env.WENZHENG_PAGES ?? join(root, 'build/web');
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'";

export const origin = 'http://office.test';
export const ruleInWords = '签到须超过应到人数的1/2。满意超过全体参评人员的1/2，结论为“通过”；其余为“未通过”。';

const choice = (id: string, label: string, label_en: string, colour: 'green' | 'blue' | 'red' | 'yellow', tone: 'good' | 'neutral' | 'bad' | 'none', valid = true) => ({ id, label, label_en, colour, tone, valid });
const three = [
  choice('satisfied', '满意', 'Satisfied', 'green', 'good'),
  choice('basically_satisfied', '基本满意', 'Basically satisfied', 'blue', 'neutral'),
  choice('dissatisfied', '不满意', 'Dissatisfied', 'red', 'bad'),
];

export const presets: Presets = {
  scales: [
    { id: 'satisfaction3', kind: 'choices', choices: three },
    { id: 'satisfaction4_abstain', kind: 'choices', choices: [...three, choice('abstain', '弃权', 'Abstain', 'yellow', 'none', false)] },
    { id: 'score100', kind: 'score', choices: [] },
  ],
  rules: [
    {
      id: 'shiquan',
      scale: 'satisfaction3',
      name: { 'zh-CN': '满意过半通过', en: 'Passed when more than half are satisfied' },
      note: { 'zh-CN': '石泉做法：满意超过全体半数为通过。', en: 'As in Shiquan: passed when satisfied is more than half of all members.' },
      rule: { denominator: 'entitled', verdicts: [{ name: '通过', choices: ['satisfied'], of: 'entitled', more_than: [1, 2] }, { name: '未通过' }] },
    },
    {
      id: 'weighted_score',
      scale: 'satisfaction3',
      name: { 'zh-CN': '加权测评得分', en: 'Weighted score' },
      note: { 'zh-CN': '按100、70、50加权平均，称为测评得分，不称满意率。', en: 'Average of 100, 70 and 50, called a score.' },
      rule: { weights: { satisfied: 100, basically_satisfied: 70, dissatisfied: 50 } },
    },
  ],
};

interface Held {
  definition: Definition;
  rev: number;
  state?: InquiryView;
}

interface Asked {
  method: string;
  path: string;
  body: unknown;
  match: string | undefined;
}

type Answer = [status: number, body: unknown];

export class Office {
  readonly inquiries = new Map<string, Held>();
  readonly keysMadeFor: string[][] = [];
  readonly screensMade: { name: string; layout: string }[] = [];
  accounts: AccountSummary[] = [{ account: 'admin', role: 'admin' }, { account: 'moderator', role: 'moderator' }];
  signedIn: AccountSummary | null = this.accounts[0] ?? null;
  reachable = true;
  // Why changes are refused, where they are.
  frozen = '';
  // What was uploaded, and how it is answered; while `hold` there is no answer yet.
  readonly uploaded: { path: string; bytes: number }[] = [];
  uploadAnswer: (path: string) => Answer | 'hold' = () => [201, { id: `e${this.uploaded.length}`, rev: 9, file: `${'a'.repeat(64)}.png`, type: 'image/png', bytes: 4 }];
  report: Report | null = null;
  // Newest first; two make a page.
  audit: AuditEntry[] = [];
  record = '';

  hold(definition: Definition, state?: InquiryView, rev = 1): void {
    this.inquiries.set(definition.id, { definition, rev, ...(state && { state }) });
  }

  async open(page: Page, path: string): Promise<void> {
    await page.route(`${origin}/**`, (route) => this.answer(route));
    await page.goto(`${origin}${path}`);
  }

  private async answer(route: Route): Promise<void> {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/api/')) return this.file(route, pathname);
    if (!this.reachable) return route.abort('connectionrefused');
    if (/\/(evidence|emblem)$/.test(pathname)) return this.upload(route);
    if (pathname === '/api/v1/audit') return this.readAudit(route, new URL(request.url()).searchParams.get('before'));
    const asked = { method: request.method(), path: pathname.slice('/api/v1/'.length), body: request.postDataJSON() as unknown, match: request.headers()['if-match'] };
    const [status, body] = this.call(asked);
    await route.fulfill({ status, contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) });
  }

  private readAudit(route: Route, before: string | null): Promise<void> {
    const rest = this.audit.slice(before === null ? 0 : this.audit.findIndex((entry) => entry.id === before) + 1);
    return route.fulfill({ json: { entries: rest.slice(0, 2), more: rest.length > 2 } });
  }

  private async upload(route: Route): Promise<void> {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const path = decodeURIComponent(pathname + search).slice('/api/v1/inquiries/'.length);
    this.uploaded.push({ path, bytes: request.postDataBuffer()?.length ?? 0 });
    const answer = this.uploadAnswer(path);
    if (answer === 'hold') return;
    await route.fulfill({ status: answer[0], json: answer[1] });
  }

  private file(route: Route, pathname: string): Promise<void> {
    const name = join(pages, extname(pathname) === '' ? `${pathname}.html` : pathname);
    if (!existsSync(name)) return route.fulfill({ status: 404, body: `${name} is missing: build the pages first` });
    return route.fulfill({ body: readFileSync(name), contentType: types[extname(name)] ?? 'application/octet-stream', headers: { 'Content-Security-Policy': policy } });
  }

  private call(asked: Asked): Answer {
    if (asked.path === 'login') {
      const { account } = asked.body as { account: string };
      this.signedIn = this.accounts.find((one) => one.account === account) ?? null;
      return this.signedIn ? [200, this.signedIn] : problem(401, 'bad_credentials');
    }
    if (!this.signedIn) return problem(401, 'not_signed_in');
    const [list, id, part] = asked.path.split('/');
    if (list === 'accounts') return this.signedIn.role === 'admin' ? this.account(asked, id) : problem(403, 'not_allowed');
    if (list === 'presets') return [200, presets];
    if (list === 'logout') {
      this.signedIn = null;
      return [200, {}];
    }
    if (id === undefined) return asked.method === 'POST' ? this.create(asked.body as Definition) : [200, { inquiries: this.summaries() }];
    if (id === 'check') return [200, { ballots: check(asked.body as Definition) }];
    const held = this.inquiries.get(id);
    if (!held) return problem(404, 'no_such_inquiry');
    return this.inquiry(asked, held, part);
  }

  private inquiry(asked: Asked, held: Held, part: string | undefined): Answer {
    const { id } = held.definition;
    if (part === 'screens') {
      const screen = `s${this.screensMade.push(asked.body as { name: string; layout: string })}`;
      return [201, { id: screen, key: 'k', url: `http://192.0.2.7:8080/screen#${id}/${'k'.repeat(32)}` }];
    }
    if (part === 'report') return [200, this.report];
    if (part === 'record') return this.signedIn?.role === 'admin' ? [200, this.record] : problem(403, 'not_allowed');
    if (part === 'rehearsals') {
      this.hold({ ...held.definition, id: `${id}-r1`, rehearsal_of: id });
      return [201, { id: `${id}-r1`, rev: 1 }];
    }
    if (part === 'keys') {
      const { deputies = held.definition.deputies.map((deputy) => deputy.id) } = asked.body as { deputies?: string[] };
      this.keysMadeFor.push(deputies);
      const key = (deputy: string) => `${deputy}x7q9w2k4`.repeat(3);
      return [200, { keys: deputies.map((deputy) => ({ id: deputy, key: key(deputy), url: `http://192.0.2.7:8080/phone#${id}/${key(deputy)}` })) }];
    }
    if (asked.method === 'PUT') {
      if (asked.match !== String(held.rev)) return problem(409, 'stale_revision');
      if (this.frozen !== '') return problem(409, 'frozen', this.frozen);
      held.definition = asked.body as Definition;
      held.rev += 1;
      return [200, { id, rev: held.rev, warnings: [] }];
    }
    return [200, { id, rev: held.rev, epoch: 'e', digest: 'd', server_time: 1, definition: held.definition, state: held.state }];
  }

  private create(definition: Definition): Answer {
    if (this.inquiries.has(definition.id)) return problem(409, 'exists');
    this.hold(definition);
    return [201, { id: definition.id, rev: 1, warnings: [] }];
  }

  private account({ method, body }: Asked, name: string | undefined): Answer {
    const known = this.accounts.find((one) => one.account === name);
    if (method === 'GET') return [200, { accounts: this.accounts }];
    if (method === 'POST') {
      const { account, role } = body as AccountSummary;
      if (this.accounts.some((one) => one.account === account)) return problem(409, 'exists');
      this.accounts.push({ account, role });
      return [201, { account, role }];
    }
    if (!known) return problem(404, 'no_such_account');
    const admins = this.accounts.filter((one) => one.role === 'admin');
    const role = method === 'PUT' ? ((body as Partial<AccountSummary>).role ?? known.role) : null;
    if (known.role === 'admin' && role !== 'admin' && admins.length === 1) return problem(409, 'last_admin');
    if (role === null) this.accounts = this.accounts.filter((one) => one !== known);
    else known.role = role;
    return [200, role === null ? {} : known];
  }

  private summaries(): InquirySummary[] {
    return [...this.inquiries.values()].map(({ definition, rev, state }) => ({
      id: definition.id,
      title: definition.title,
      state: state?.state ?? 'draft',
      rev,
      rehearsal: definition.rehearsal_of !== undefined,
    }));
  }
}

const problem = (status: number, code: string, message = code): Answer => [status, { code, message }];

function check(definition: Definition): { id: string; rule: string; warnings: string[] }[] {
  return (definition.ballots ?? []).map((ballot) => ({
    id: ballot.id,
    rule: ruleInWords,
    warnings: (ballot.rule.weights?.dissatisfied ?? 0) > 0 ? ['bad_choice_has_weight'] : [],
  }));
}
