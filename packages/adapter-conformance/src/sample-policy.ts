import { type PolicySource, parsePolicy, TEXTS } from '@yihaotong/hotline-policy';

const desk = { id: 'hotline-desk', name: '云澜市12345热线中心', kind: 'network' };
const FIRST_LEVEL = ['城乡建设', '环境保护', '交通运输', '教育文体', '劳动和社会保障', '商贸旅游', '卫生计生'];

// A policy file is YAML, of which JSON is a part.
const file = JSON.stringify({
  city: { name: '云澜市', nameEnglish: 'Yunlan', adcode: '990100', timeZone: 'Asia/Shanghai', languages: ['zh'] },
  calendar: { holidays: 'weekends', hours: [{ from: '09:00', to: '17:00' }] },
  units: [desk],
  deskUnit: desk.id,
  areas: [{ name: '临江区', adcode: '990102' }],
  topics: FIRST_LEVEL.map((name) => ({ name })),
  classes: {
    consult: { zh: '咨询' },
    help: { zh: '求助' },
    suggest: { zh: '建议' },
    complain: { zh: '投诉' },
  },
  unitRules: [],
  limits: [{ name: '一般事项', workingDays: 7 }],
  yellow: { workingDays: 1, share: 0.2 },
  unsureBelow: 0.5,
  nuisance: { count: 3, withinMinutes: 30, notice: true },
  matterWindowDays: 30,
  texts: Object.fromEntries(Object.keys(TEXTS).map((name) => [name, { zh: '{city}：{code}' }])),
});

/** The policy of a city of one unit: adapters ask little of it. */
export function samplePolicy(): PolicySource {
  const policy = parsePolicy('conformance', file);
  return { current: () => policy, close() {} };
}
