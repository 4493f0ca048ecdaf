// Two nodes on one store behind each proxy of scripts/deploy: a small evening, a phone that changes nodes, and a restart
// of one node after the other while everybody votes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeysAnswer, Receipt } from '../../web/src/shared/messages.generated';
import { reportsTests } from '../faults/support/report';
import { until } from '../integration/support/deadline';
import { ballot, definition, deputyId } from '../integration/support/definitions';
import { Hall, resultIn, signIn } from '../integration/support/hall';
import { Browser, errorOf, good } from '../integration/support/http';
import { OuterRedis } from '../integration/support/outer_redis';
import { Deputy, freshNonce, Operator } from '../integration/support/people';
import { failOnViolations } from '../integration/support/recorder';
import { Server } from '../integration/support/server';
import { Proxy, type Kind } from './support/proxy';
import { crowd, rehearse } from './support/rehearsal';

failOnViolations();

const voters = 24;
const settings = 'trusted_proxies = ["127.0.0.1"]\n';

describe.each<Kind>(['haproxy', 'nginx'])('behind %s', (kind) => {
  reportsTests(`two nodes behind ${kind}, as deployed`);
  let redis: OuterRedis;
  let nodes: [Server, Server];
  let proxy: Proxy;
  let admin: Browser;
  let hall: Hall;
  beforeAll(async () => {
    redis = await OuterRedis.start();
    const args = [...redis.args, '--workers', '2'];
    nodes = [await Server.start({ args, settings }), await Server.start({ args, settings })];
    proxy = await Proxy.start(kind, nodes);
    // Everybody knows the proxy's address alone.
    const front = Object.create(nodes[0], { url: { value: proxy.url }, websocketUrl: { value: proxy.url.replace(/^http/, 'ws') } }) as Server;
    admin = await signIn(front);
    hall = await Hall.open(front, definition(voters, [ballot('b1'), ballot('b2')]), admin);
  });
  afterAll(async () => {
    await hall?.leave();
    await proxy?.destroy();
    for (const node of nodes ?? []) await node.destroy();
    await redis?.destroy();
  });

  const clientsOf = async (node: Server) => {
    const { text } = await new Browser(node.url).get('/metrics');
    return [...text.matchAll(/^wenzheng_clients\{.*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
  };

  it('requests are known to come over TLS, from whoever asked the proxy; what a client says of itself is thrown away', async () => {
    expect([...admin.cookies.keys()]).toEqual(['__Host-wz_operator']);
    const lies = { 'x-forwarded-for': '203.0.113.1', 'x-forwarded-proto': 'http', forwarded: 'for=203.0.113.1', 'x-real-ip': '203.0.113.1' };
    const body = JSON.stringify({ deputies: ['d001'] });
    const answer = await admin.sendText('POST', `${hall.path}/keys`, body, lies);
    expect(good<KeysAnswer>(answer, 200, 'keys_answer').keys[0]!.url.startsWith(`${proxy.url}/phone#`)).toBe(true);
    const { entries } = JSON.parse((await admin.get('/api/v1/audit?limit=1')).text) as { entries: { address: string }[] };
    expect(entries[0]!.address).toBe('127.0.0.1');
    expect((await new Browser(proxy.url).get('/metrics')).status).toBe(404);
    const foreign = await admin.post(`${hall.path}/keys`, {}, { origin: 'https://evil.example' });
    expect(errorOf(foreign)).toBe('403 foreign_origin');
  });

  it('an evening goes through, and clients are spread over both nodes', async () => {
    const operator = await hall.console();
    await operator.do('open_checkin', {});
    const deputies = await hall.present(Array.from({ length: voters }, (_, i) => deputyId(i + 1)));
    const screen = await hall.screen();
    const viewer = await hall.live();
    for (const node of nodes) expect(await clientsOf(node)).toBeGreaterThan(0);
    await operator.do('start', {});
    await operator.do('open_ballot', { ballot: 'b1' });
    await Promise.all(deputies.map((deputy) => deputy.viewWithBallot('b1', 'open')));
    await Promise.all(deputies.map((deputy) => deputy.press('b1', 'satisfied')));
    await operator.do('close_ballot', { ballot: 'b1' });
    await operator.do('reveal_ballot', { ballot: 'b1' });
    for (const one of [screen, viewer]) expect(resultIn(await one.viewWithBallot('b1', 'revealed'), 'b1').counts).toMatchObject({ satisfied: voters });
    await hall.leave();
  });

  it('an evening is rehearsed by the address that phones will have, over TLS', async () => {
    const { exit, report, stderr } = await rehearse(proxy.url, ['--ca', proxy.certificate]);
    expect(exit.code, stderr).toBe(0);
    expect(report).toMatchObject({ passed: true, deputies: crowd.deputies, results: 1, lost: 0, counted_twice: 0, findings: [] });
    expect(Number(report.receipts)).toBeGreaterThanOrEqual(crowd.deputies);
  }, 100_000);

  it('a phone that comes back by the other node knows what it has pressed', async () => {
    const browser = await hall.join('d001');
    for (const node of nodes) {
      // The same cookie, as the proxy would hand it on.
      const url = `${node.websocketUrl}/ws/${hall.id}/deputy`;
      const headers = { ...browser.cookieHeader, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' };
      const phone = new Deputy(url, 'deputy', { headers });
      await phone.nextOf('you', (you) => 'b1' in you.votes);
      await phone.close();
    }
  });

  it('a restart of one node after the other, while everybody votes, loses nothing', async () => {
    const operator = await hall.console();
    await operator.do('open_ballot', { ballot: 'b2' });
    await operator.close();
    const browsers = await Promise.all(Array.from({ length: voters }, (_, i) => hall.join(deputyId(i + 1))));
    let restarting = true;
    const receipts = new Map<string, Receipt>();
    const restarted = new Set<number>();
    // As the page does: the same bytes again until there is a receipt, and a new connection wherever one ends.
    const vote = async (browser: Browser, who: string): Promise<void> => {
      for (let attempt = 1; restarting; attempt += 1) {
        const press = Deputy.voteOf('b2', attempt % 2 === 0 ? 'satisfied' : 'dissatisfied', { attempt, nonce: freshNonce() });
        const text = JSON.stringify(press);
        await until(async () => {
          const phone = hall.connectAs(Deputy, 'deputy', browser, { who });
          try {
            await phone.viewOf(0, 3_000);
            phone.sendText(text);
            const receipt = await phone.nextOf('receipt', (one) => one.nonce === press.nonce, 3_000);
            receipts.set(who, receipt);
            return true;
          } catch {
            const ended = phone.isOpen ? undefined : (await phone.closes()).code;
            if (ended !== undefined) restarted.add(ended);
            return undefined;
          } finally {
            phone.terminate();
          }
        }, `${who}'s receipt`, 25_000);
      }
    };
    const voting = browsers.map((browser, i) => vote(browser, deputyId(i + 1)));
    for (const i of [0, 1] as const) {
      const port = new URL(nodes[i].url).port;
      await nodes[i].stop();
      nodes[i] = await nodes[i].restart({ args: [...redis.args, '--workers', '2'], settings, listen: `127.0.0.1:${port}` });
      await until(async () => ((await new Browser(nodes[i].url).get('/readyz')).status === 200 ? true : undefined), 'the node is ready');
      // Somebody is on it again before the other one goes.
      await until(async () => ((await clientsOf(nodes[i])) > 0 ? true : undefined), 'clients come back to it');
    }
    restarting = false;
    await Promise.all(voting);
    // No herd, no loss: each voter's last receipt is what is counted.
    const last = hall.connectAs(Operator, 'console', admin);
    await last.viewOf(0);
    await last.do('close_ballot', { ballot: 'b2' });
    const { result } = (await last.do('reveal_ballot', { ballot: 'b2' })).inquiry.ballots.find((one) => one.id === 'b2')!;
    const wanted = { satisfied: 0, dissatisfied: 0 };
    for (const { choice } of receipts.values()) wanted[choice as keyof typeof wanted] += 1;
    expect(receipts.size).toBe(voters);
    expect(result!.counts).toMatchObject(wanted);
    expect([...restarted].every((code) => [1012, 1006, 1001].includes(code))).toBe(true);
  }, 90_000);
});
