// The public page of one inquiry: what a messenger makes of its link.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballot, definition, deputyId } from './support/definitions';
import { Hall } from './support/hall';
import { ask, errorOf } from './support/http';
import { failOnViolations } from './support/recorder';
import { Server, temporaryFolder } from './support/server';
import { until } from './support/deadline';

failOnViolations();

const built = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>问政直播</title>
<script type="module" src="/assets/live.js"></script></head><body></body></html>`;

let pages: string;
let server: Server;
beforeAll(async () => {
  pages = temporaryFolder();
  mkdirSync(join(pages, 'assets'));
  for (const page of ['live', 'phone']) writeFileSync(join(pages, `${page}.html`), built);
  server = await Server.start({ args: ['--web-dir', pages], settings: 'trusted_proxies = ["127.0.0.1"]\n' });
});
afterAll(async () => {
  await server?.destroy();
  rmSync(pages, { recursive: true, force: true });
});

// The content of a tag, as a browser reads it.
function told(page: string, name: string): string | undefined {
  const found = new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)">`).exec(page)?.[1];
  const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
  return found?.replace(/&[a-z#0-9]+;/g, (sign) => signs[sign] ?? sign);
}

describe('/live/{id}', () => {
  it('is the page with the inquiry’s title, and a CDN may keep it for a second', async () => {
    const hall = await Hall.open(server, definition(1, [ballot('b1')]));
    const { status, headers, text } = await ask(`${server.url}/live/${hall.id}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/html');
    expect(headers['cache-control']).toBe('public, max-age=1');
    expect(text).toContain('<title>优化营商环境专题问政</title>');
    expect(text).toContain('src="/assets/live.js"');
    expect(told(text, 'og:title')).toBe('优化营商环境专题问政');
    expect(told(text, 'og:description')).toBe('即将开始');
    expect(told(text, 'og:url')).toBe(`${server.url}/live/${hall.id}`);
    expect(told(text, 'og:image')).toBeUndefined();
    const again = await ask(`${server.url}/live/${hall.id}`, { headers: { 'if-none-match': headers.etag! } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    const head = await ask(`${server.url}/live/${hall.id}`, { method: 'HEAD' });
    expect([head.status, head.headers.etag, head.text]).toEqual([200, headers.etag, '']);
  });

  it('never runs what somebody wrote into a title', async () => {
    const title = `</title><script>alert("x")</script>'&"><img src=x onerror=alert(1)>`;
    const hall = await Hall.open(server, definition(1, [], { title }));
    const { text } = await ask(`${server.url}/live/${hall.id}`);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
    expect(told(text, 'og:title')).toBe(title);
  });

  it('is not fooled by a host that is none, and believes a listed proxy', async () => {
    const hall = await Hall.open(server, definition(1, []));
    const { text } = await ask(`${server.url}/live/${hall.id}`, { headers: { host: 'x"><script>alert(1)</script>' } });
    expect(text).not.toContain('<script>alert');
    const secure = await ask(`${server.url}/live/${hall.id}`, { headers: { host: 'wz.example.cn', 'x-forwarded-proto': 'https' } });
    expect(told(secure.text, 'og:url')).toBe(`https://wz.example.cn/live/${hall.id}`);
  });

  it('tells a result once it is announced, with its picture', async () => {
    const hall = await Hall.open(server, definition(2, [ballot('b1')]));
    const admin = await hall.console();
    await admin.do('open_checkin', {});
    const [deputy] = await hall.present([deputyId(1)]);
    await admin.do('start', {});
    await admin.do('select_item', { item: 'i1' });
    const page = async () => (await ask(`${server.url}/live/${hall.id}`)).text;
    expect(told(await page(), 'og:description')).toBe('正在问政：住房和城乡建设局 · 小区物业管理');
    await admin.do('open_ballot', { ballot: 'b1' });
    await deputy!.press('b1', 'satisfied');
    await admin.do('close_ballot', { ballot: 'b1' });
    expect(await page()).not.toContain('og:image');
    await admin.do('reveal_ballot', { ballot: 'b1' });
    const told_now = await until(async () => {
      const text = await page();
      return text.includes('og:image') ? text : undefined;
    }, 'the picture of the result');
    expect(told(told_now, 'og:description')).toBe('住房和城乡建设局 · 对答复的满意度测评：满意');
    const image = told(told_now, 'og:image')!;
    expect(image).toBe(`${server.url}/api/v1/inquiries/${hall.id}/ballots/b1/card.png?shape=16x9&lang=zh-CN`);
    const picture = await ask(image);
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/png']);
    await hall.leave();
  });

  it('is not found where there is no such inquiry', async () => {
    for (const id of ['nowhere', 'Big', 'a/b', '..%2f..%2fetc', '']) {
      expect(errorOf(await ask(`${server.url}/live/${id}`)), id).toBe('404 no_such_page');
    }
    expect(errorOf(await ask(`${server.url}/live/nowhere`, { method: 'DELETE', headers: { 'content-type': 'application/json' } }))).toMatch(/^40[04] /);
  });
});
