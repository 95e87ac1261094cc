import type { MatchInput } from '../src/port.ts';

const NOWHERE = { district: null, street: null, road: null, estate: null, number: null };
export const DAY = 24 * 60 * 60 * 1000;
export const WINDOW = 30 * DAY;

/** A petition of these tests; each gets its own citizen unless one is given. */
export function petition(id: string, title: string, text: string, more: Partial<MatchInput> = {}): MatchInput {
  return { id, citizenKey: `citizen of ${id}`, title, text, topic: '环境保护', place: NOWHERE, occurredAt: 0, ...more };
}

export function at(estate: string, district = '临江区'): { place: MatchInput['place'] } {
  return { place: { ...NOWHERE, estate, district } };
}

/** Reports of a few problems, in different words. */
export const STREAM: readonly MatchInput[] = [
  petition(
    'a1',
    '渡口里小区旁工地夜间打桩',
    '渡口里小区东侧工地每晚十一点后还在打桩，噪音很大，老人睡不着。',
    at('渡口里小区'),
  ),
  petition('b1', '荷香园地下车库积水', '荷香园地下车库一下雨就积水，车轮泡了一半，物业抽水泵坏了没人修。', {
    ...at('荷香园', '北湖区'),
    topic: '城乡建设',
  }),
  petition('a2', '渡口里小区东侧工地深夜打桩扰民', '住渡口里小区，旁边工地凌晨还在打桩施工，噪音吵得孩子哭。', {
    ...at('渡口里小区'),
    occurredAt: DAY,
  }),
  petition('c1', '建议12路公交延长末班时间', '下晚班赶不上12路末班车，建议把末班延到十点半。', {
    topic: '交通运输',
    occurredAt: DAY,
  }),
  petition('a3', '再次反映渡口里小区旁工地夜间打桩', '渡口里小区东侧工地昨晚又打桩到两点，噪音很大。', {
    ...at('渡口里小区'),
    citizenKey: 'citizen of a1',
    occurredAt: 2 * DAY,
  }),
];
