// The four figures that matter most as a picture, on a ground of its own so that it can be read on any page.
import { fanout_contestants, voting_contestants } from './contestants.mjs';
import { units } from './lines.mjs';

const words = {
  en: {
    fanout: (n) => `CPU a delivered message, ${n} viewers`, votes: (n) => `Confirmed votes a second, ${n} in flight`,
    burst: (n) => `Receipt p99, ${n} votes in one second`, memory: 'Memory a silent connection', less: 'less is better', more: 'more is better',
    raw: 'bare send()', foot: 'Server and Redis on one core, fsync before every receipt. Bars: medians; lines: least to most of all rounds.',
  },
  'zh-CN': {
    fanout: (n) => `每送达一条消息的 CPU，${n} 名观众`, votes: (n) => `每秒确认票数，${n} 票在途`,
    burst: (n) => `一秒内 ${n} 票：回执 p99`, memory: '每个静默连接的内存', less: '越小越好', more: '越大越好',
    raw: '裸 send()', foot: '服务器与 Redis 同在一个核心，每张回执之前先落盘。条形为中位数，细线为各轮最小到最大。',
  },
};

const width = 920;
const panel_width = 430;
const row_height = 26;
const label_width = 130;
const value_width = 84;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function text_at(x, y, text, { size = 13, weight = 400, fill = '#1f2328', anchor = 'start' } = {}) {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

function bar({ name, value, show }, y, scale) {
  const length = Math.max(1, value.median * scale);
  const ours = name === 'wenzheng';
  const middle = y + row_height / 2;
  const from = label_width + value.least * scale;
  const to = label_width + value.most * scale;
  return [
    text_at(label_width - 8, middle + 4, name, { anchor: 'end', weight: ours ? 600 : 400 }),
    `<rect x="${label_width}" y="${y + 4}" width="${length.toFixed(1)}" height="${row_height - 8}" rx="2" fill="${ours ? '#b3261e' : '#8c959f'}"/>`,
    `<path d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}" stroke="#1f2328" stroke-width="1.5"/>`,
    text_at(Math.max(label_width + length, to) + 6, middle + 4, show(value.median)),
  ].join('');
}

function panel({ title, note, rows }, x, y) {
  const most = Math.max(...rows.map(({ value }) => value.most));
  const scale = (panel_width - label_width - value_width) / most;
  const bars = rows.map((row, i) => bar(row, 30 + i * row_height, scale));
  return `<g transform="translate(${x} ${y})">${text_at(0, 14, title, { size: 14, weight: 600 })}${text_at(panel_width, 14, note, { size: 12, fill: '#59636e', anchor: 'end' })}${bars.join('')}</g>`;
}

function panels(samples, plan, say, language) {
  const rows = (contestants, figure, show) =>
    contestants
      .map(({ name }) => ({ name: name === 'raw' ? say.raw : name.replace(' + ioredis', ''), value: samples.summary(name, figure), show }))
      .filter(({ value }) => value);
  const count = (n) => n.toLocaleString(language);
  const viewers = plan.fanout.steady.viewers;
  return [
    { title: say.fanout(count(viewers)), note: say.less, rows: rows(fanout_contestants, `fanout.cpu_us.${viewers}`, units.us) },
    { title: say.memory, note: say.less, rows: rows(fanout_contestants, 'silent_bytes', units.kib) },
    { title: say.votes(count(plan.votes.deputies)), note: say.more, rows: rows(voting_contestants, 'votes.a_second', units.a_second) },
    { title: say.burst(count(plan.votes.deputies)), note: say.less, rows: rows(voting_contestants, 'burst.p99_ms', units.ms) },
  ].filter((one) => one.rows.length > 0);
}

export function picture(samples, plan, language) {
  const say = words[language];
  const all = panels(samples, plan, say, language);
  const parts = [];
  let y = 20;
  for (let i = 0; i < all.length; i += 2) {
    const pair = all.slice(i, i + 2);
    parts.push(...pair.map((one, column) => panel(one, 20 + column * (panel_width + 20), y)));
    y += 30 + Math.max(...pair.map(({ rows }) => rows.length)) * row_height + 16;
  }
  parts.push(text_at(20, y + 8, say.foot, { size: 12, fill: '#59636e' }));
  const height = y + 26;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, 'Noto Sans CJK SC', sans-serif">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#f6f8fa" stroke="#d1d9e0"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
