// What is on air, as the people at the console have it before them: evidence, previews, panics, screens that lag.
import type { EvidenceView, Picture, Presence, ScreenView } from '../../../web/src/shared/messages.generated';
import { deskStates, type DeskState } from './console_states';
import { at, type Say } from './picture_data';

export interface AirState extends DeskState {
  /** Who has something of their own to see in it. */
  of: ('admin' | 'moderator' | 'director')[];
}

/** A picture as a body would upload one, drawn here: a name on a ground. */
export const drawnPicture = (words: string, ground: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="900"><rect width="1600" height="900" fill="${ground}"/><rect x="90" y="90" width="1420" height="720" fill="none" stroke="#fff" stroke-width="12"/><text x="800" y="500" fill="#fff" font-size="130" text-anchor="middle" font-family="Noto Sans CJK SC">${words}</text></svg>`;

export const evidenceFile = (n: number, ending: string): string => `/evidence/${String(n).repeat(64)}.${ending}`;

export function airStates(say: Say, now: number): AirState[] {
  const all = deskStates(say, now);
  const of = (name: string): DeskState => {
    const found = all.find((one) => one.name.endsWith(name));
    if (!found) throw new Error(`no state ${name}`);
    return found;
  };
  const piece = (n: number, name: string, type: EvidenceView['type'], ending: string): EvidenceView =>
    ({ id: `e${n}`, item: 'i1', name, type, url: evidenceFile(n, ending), bytes: 1_200_000 * n });
  const evidence = [
    piece(1, say('小区公共收益公示栏.png', 'Notice board of the estate.png'), 'image/png', 'png'),
    piece(2, say('无物业小区走访实拍（城关镇东风巷、西河路等十七处）.jpg', 'Visit to seventeen estates without a manager, Dongfeng Lane and West River Road.jpg'), 'image/jpeg', 'jpg'),
    piece(3, say('居民采访.mp4', 'Residents speak.mp4'), 'video/mp4', 'mp4'),
    piece(4, say('收支对照表.webp', 'Income and spending.webp'), 'image/webp', 'webp'),
  ];
  const statement = say('我局已完成全县八十六个住宅小区的排查，其中十七个无物业小区由街道兜底管理；公共收益将于年底前全部公示。',
    'We have visited all eighty-six estates of the county; seventeen without a manager are looked after by the subdistrict, and all common income will be published by the end of the year.');

  const screen = (n: number, more: Partial<ScreenView> = {}): ScreenView => ({
    id: `s${n}`,
    name: at([say('大厅主屏', 'Main screen'), say('主席台屏', 'Rostrum screen'), say('直播字幕', 'Captions on air'), say('门厅屏', 'Foyer'), say('分会场一', 'Second hall'), say('分会场二', 'Third hall')], n - 1),
    layout: at(['hall', 'rostrum', 'caption', 'hall', 'hall', 'hall'] as const, n - 1),
    panic: false,
    ...more,
  });
  const shows = (picture: Picture): Partial<ScreenView> => ({ layout: picture.layout, picture });
  const six = [1, 2, 3, 4, 5, 6].map((n) => screen(n));
  const presence = (ids: string[], base: DeskState): Presence => ({ ...base.presence!, screens: ids.map((id) => ({ id, painted: 1_000 })) });
  const on = (name: string, base: string, who: AirState['of'], more: Partial<DeskState['inquiry']>, told: Partial<DeskState> = {}): AirState => {
    const { inquiry, ...rest } = of(base);
    const items = inquiry.items.map((item) => (item.id === 'i1' ? { ...item, statement } : item));
    return { ...rest, ...told, name, of: who, inquiry: { ...inquiry, items, ...nothing, ...more } };
  };
  // Said, so that nothing of the state before stays.
  const nothing = { evidence: undefined, showing: undefined, ranking: undefined };
  const showing = (evidence: string, more = {}) => ({ evidence, beside: false, playing: false, position_ms: 0, at: now, ...more });
  const everyone: AirState['of'] = ['admin', 'moderator', 'director'];
  const previews = [
    screen(1, { preview: { layout: 'hall', scene: 'title' } }),
    screen(2, { ...shows({ layout: 'rostrum', scene: 'question', item: 'i3' }), preview: { layout: 'rostrum', scene: 'result', ballot: 'b1' } }),
    screen(3),
  ];

  return [
    on('01-evidence-offered', '04-ready', everyone, { evidence }),
    on('02-picture-on-air', '04-ready', everyone, { evidence, showing: showing('e1') }),
    on('03-beside-statement', '05-speaking', everyone, { evidence, showing: showing('e2', { beside: true }) }),
    on('04-film-on-air', '04-ready', everyone, { evidence, showing: showing('e3', { playing: true, position_ms: 12_000, at: now - 4_000 }) }),
    on('05-previews', '14-revealed', everyone, { screens: previews, evidence }),
    on('06-by-the-director', '14-revealed', everyone, { screens: [screen(1, shows({ layout: 'ranking' })), screen(2), screen(3)], ranking: [{ place: 1, item: 'i1', department: say('住房和城乡建设局', 'Housing Bureau'), ballot: 'b1', figure: '80.00', label: 'percent' }] }),
    on('07-panic', '06-open', everyone, { screens: [screen(1, { panic: true }), screen(2, { panic: true, ...shows({ layout: 'rostrum', scene: 'title' }) }), screen(3, { panic: true })] }),
    on('08-open', '06-open', everyone, { evidence }),
    on('09-six-screens', '14-revealed', ['director', 'admin'], { screens: six }, { presence: presence(['s1', 's2', 's3', 's4', 's5'], of('14-revealed')) }),
    on('10-one-screen', '04-ready', ['director'], { screens: [screen(1)], evidence }, { presence: presence(['s1'], of('04-ready')) }),
    on('11-no-screens', '04-ready', ['director', 'moderator'], { screens: [] }, { presence: presence([], of('04-ready')) }),
    on('12-lagging', '14-revealed', everyone, {}, { presence: { ...of('14-revealed').presence!, screens: [{ id: 's1', painted: 1_000 }, { id: 's2', painted: 1 }] } }),
  ];
}
