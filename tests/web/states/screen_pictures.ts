// What only a screen shows: evidence, the ranking, the public's code, cards, and a body's own look.
import type { Appearance, EvidenceView, InquiryView, Picture, RankingView, ShowingView } from '../../../web/src/shared/messages.generated';
import { at, ballot, inquiry, result, scales, verdict, type Say } from './picture_data';
import { pictures } from './pictures';

export interface ScreenPicture {
  name: string;
  inquiry: InquiryView;
  picture: Picture;
}

const digest = (n: number): string => String(n).padStart(64, '0');
export const emblemFile = `${digest(99)}.png`;
export const ownLook: Appearance = { theme: 'blue', background: '#0b5a3c', accent: '#ffe08a', emblem: emblemFile };

/** Drawn, so that no picture of anyone's is needed: a street at dusk, 16 to 9. */
const photo = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900" viewBox="0 0 1600 900">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#27466b"/><stop offset="1" stop-color="#e6b17a"/></linearGradient></defs>
<rect width="1600" height="900" fill="url(#sky)"/><circle cx="1240" cy="420" r="90" fill="#ffe9b8"/>
${Array.from({ length: 9 }, (_, n) => `<rect x="${n * 180}" y="${300 + ((n * 97) % 190)}" width="150" height="700" fill="#${['2b3440', '39424f', '232b35'][n % 3]}"/>${Array.from({ length: 18 }, (__, w) => `<rect x="${n * 180 + 18 + (w % 3) * 44}" y="${340 + ((n * 97) % 190) + Math.floor(w / 3) * 70}" width="26" height="38" fill="${(w * 7 + n) % 5 < 2 ? '#ffd98a' : '#4a5563'}"/>`).join('')}`).join('')}
<rect y="790" width="1600" height="110" fill="#1a1d22"/><path d="M0 845h1600" stroke="#e8c85a" stroke-width="8" stroke-dasharray="70 50"/></svg>`;

/** A page of slides as it was handed in: white, with text up to its edges. */
const slide = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1600" viewBox="0 0 1200 1600"><rect width="1200" height="1600" fill="#fdfdfb"/>
<rect width="1200" height="150" fill="#8c1d18"/><text x="60" y="100" font-size="64" fill="#fff" font-family="Noto Sans CJK SC">小区公共收益公示情况</text>
${Array.from({ length: 12 }, (_, n) => `<rect x="60" y="${220 + n * 110}" width="${1080 - ((n * 173) % 420)}" height="34" fill="#c9ccd1"/><rect x="60" y="${264 + n * 110}" width="${900 - ((n * 131) % 500)}" height="26" fill="#e2e4e7"/>`).join('')}</svg>`;

const emblem = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 200 200"><circle cx="100" cy="100" r="96" fill="#ffe08a"/><circle cx="100" cy="100" r="84" fill="#0b5a3c"/><path d="M100 34l19 46 50 4-38 32 12 49-43-27-43 27 12-49-38-32 50-4z" fill="#ffe08a"/></svg>`;

export const files: [string, { type: string; body: string }][] = [
  [`${digest(1)}.jpg`, { type: 'image/svg+xml', body: photo }],
  [`${digest(2)}.png`, { type: 'image/svg+xml', body: slide }],
  [emblemFile, { type: 'image/svg+xml', body: emblem }],
];

export function evidence(say: Say): EvidenceView[] {
  const one = (n: number, item: string, name: string, type: EvidenceView['type'], ending: string): EvidenceView =>
    ({ id: `e${n}`, item, name, type, url: `/evidence/${digest(n)}.${ending}`, bytes: 100_000 });
  return [
    one(1, 'i1', say('入户暗访：和平里小区夜间照明.jpg', 'Unannounced visit, lights at night.jpg'), 'image/jpeg', 'jpg'),
    one(2, 'i1', say('公共收益公示栏.png', 'Notice board.png'), 'image/png', 'png'),
    one(3, 'i3', say('欠薪投诉登记表（2026年第三季度，劳动监察大队汇总版）.png', 'Register of complaints about wages, third quarter of 2026, as collected by the inspectorate.png'), 'image/png', 'png'),
  ];
}

const departments: [string, string][] = [
  ['住房和城乡建设局', 'Housing Bureau'], ['城市管理局', 'City Management'], ['人力资源和社会保障局（退役军人事务与就业服务办公室）', 'Bureau of Human Resources and Social Security, Office for Employment Services'],
  ['生态环境局', 'Environment'], ['教育局', 'Education'], ['卫生健康局', 'Health'], ['交通运输局', 'Transport'], ['农业农村局', 'Agriculture'], ['市场监督管理局', 'Market Regulation'],
  ['自然资源局', 'Natural Resources'], ['水务局', 'Water'], ['文化和旅游局', 'Culture and Tourism'], ['应急管理局', 'Emergency Management'], ['行政审批服务局', 'Permits and Services'],
];

export function ranking(say: Say, count: number, label: RankingView['label']): RankingView[] {
  const figures = ['92.36', '88.65', '88.65', '81.20', '77.50', '75.00', '75.00', '75.00', '69.44', '63.19', '58.33', '52.08', '41.67', '30.56'];
  return Array.from({ length: count }, (_, n) => {
    const figure = at(figures, n);
    return { place: figures.indexOf(figure) + 1, item: `i${n + 1}`, department: say(...at(departments, n)), ballot: `b${n + 1}`, figure, label };
  });
}

export function screenPictures(say: Say, now: number): ScreenPicture[] {
  const of = scales(say);
  const named = (name: string): InquiryView => pictures(say, now).find((one) => one.name === name)!.inquiry;
  const statement = say(
    '我局已对全县三百一十二个住宅小区完成摸底：其中二百四十一个已公示公共收益，其余七十一个将在十月底前全部公示，逾期的由局领导约谈物业企业负责人，并记入信用档案。对十七个无物业小区，已与属地街道签订兜底管理责任书，保洁、照明、门禁三项先行到位。',
    'We have looked at all 312 estates of the county. 241 have published their common income; the other 71 will do so by the end of October, and companies that are late are summoned and entered in the credit register. For the 17 estates without a manager we have signed agreements with the townships: cleaning, lighting and entrance control come first.',
  );
  const short = say('我局诚恳接受批评，年底前全部整改到位。', 'We accept the criticism. By the end of the year all of it is put right.');
  const list = evidence(say);
  const shows = (id: string, beside: boolean, from: InquiryView, words = statement): InquiryView => {
    const showing: ShowingView = { evidence: id, beside, playing: false, position_ms: 0, at: now };
    return { ...from, item: list.find((one) => one.id === id)!.item, ballots: [], evidence: list, showing, items: from.items.map((item) => ({ ...item, statement: words })) };
  };
  const told = (more: Partial<InquiryView> = {}): InquiryView => inquiry(say, more);
  const ended = ballot(say, of.satisfaction, { state: 'revealed', opens_at: now - 90_000, closes_at: now - 30_000, revealed_at: now - 20_000, result: result(of.satisfaction, [75, 40, 29], verdict(at(of.satisfaction.choices, 1).label, 38)) });
  const everywhere = (name: string, view: InquiryView): ScreenPicture[] =>
    (['hall', 'rostrum', 'caption'] as const).map((layout) => ({ name: `${layout}-${name}`, inquiry: view, picture: { layout } }));
  return [
    ...everywhere('evidence-alone', shows('e1', false, told())),
    ...everywhere('evidence-page', shows('e2', false, { ...named('question-asked') })),
    ...everywhere('evidence-beside', shows('e1', true, told())),
    ...everywhere('evidence-beside-page', shows('e2', true, { ...named('question-asked') }, short)),
    ...everywhere('evidence-missing', shows('e3', false, told({ rehearsal: true }))),
    ...everywhere('evidence-missing-beside', shows('e3', true, { ...named('rehearsal-question') })),
    { name: 'ranking-three', inquiry: told({ ranking: ranking(say, 3, 'percent') }), picture: { layout: 'ranking' } },
    { name: 'ranking-eight', inquiry: told({ ranking: ranking(say, 8, 'score'), rehearsal: true }), picture: { layout: 'ranking' } },
    { name: 'ranking-fourteen', inquiry: told({ ranking: ranking(say, 14, 'percent') }), picture: { layout: 'ranking' } },
    { name: 'qr', inquiry: told({ public_url: 'https://wz.example.gov.cn/live/2026-07' }), picture: { layout: 'qr' } },
    { name: 'qr-long', inquiry: told({ rehearsal: true, appearance: { emblem: emblemFile }, title: say('关于优化营商环境、促进民营经济高质量发展情况的专题询问暨电视问政', 'Special inquiry into the business environment and the development of private companies'), public_url: `https://wenzheng.example.gov.cn/${'county/'.repeat(12)}live/2026-07` }), picture: { layout: 'qr' } },
    ...(['title', 'tallying', 'wait'] as const).map((card): ScreenPicture => ({ name: `card-${card}`, inquiry: told({ ballots: [ended], appearance: { emblem: emblemFile } }), picture: { layout: 'card', card } })),
    { name: 'pinned-title', inquiry: told({ ballots: [ended], appearance: { emblem: emblemFile } }), picture: { layout: 'hall', scene: 'title' } },
    { name: 'pinned-question', inquiry: { ...named('question-asked'), items: told().items }, picture: { layout: 'hall', scene: 'question', item: 'i3' } },
    { name: 'pinned-result', inquiry: told({ item: 'i3', ballots: [ended] }), picture: { layout: 'caption', scene: 'result', ballot: 'b1' } },
  ];
}
