import { describe, expect, test } from '@jest/globals';
import { understanding } from '@yihaotong/petition-event';
import fc from 'fast-check';
import { loadClassifier } from '../src/load.ts';
import { GAZETTEER } from './gazetteer.ts';

const understand = loadClassifier();
const read = (title: string, text: string, district?: string) =>
  understand(district ? { title, text, district } : { title, text }, GAZETTEER);

describe('what is understood', () => {
  const CASES: [what: string, title: string, text: string, expected: object][] = [
    ['a question', '公租房怎么申请', '请问申请公租房需要什么材料，去哪里办理？', { class: 'consult', urgency: 0 }],
    [
      'water that is off',
      '桃源里停水三天了',
      '桃源里小区停水三天，老人没法做饭，请尽快帮忙解决。',
      { class: 'help', topic: '城乡建设/供水', urgency: 1 },
    ],
    [
      'a wish for the public',
      '建议望江路增设公交站',
      '建议在望江路口增设一个公交站，方便附近居民出行。',
      { class: 'suggest', urgency: 0 },
    ],
    [
      'a nuisance with an author',
      '工地夜间打桩噪音扰民',
      '工地每天晚上十二点还在打桩，噪音很大，投诉多次没人管，请严肃查处。',
      { class: 'complain', subtype: null, topic: '环境保护/噪声' },
    ],
    [
      'wrongdoing',
      '举报村干部虚报冒领补贴',
      '村干部虚报名单，冒领低保补贴，请纪委调查处理。',
      { class: 'complain', subtype: 'report' },
    ],
    [
      'thanks',
      '感谢城管的快速处理',
      '昨天反映的事当天就办好了，感谢你们。',
      { class: 'other', subtype: 'thanks', urgency: 0 },
    ],
    ['danger now, in a short call', '', '家里闻到很浓的煤气味，快来人', { urgency: 2 }],
    ['a greeting', '', '喂，你好？在吗', { class: 'other', subtype: 'none', urgency: 0 }],
    ['nothing at all', '', ' \u0000…', { class: 'other', subtype: 'none', confidence: 0, unsure: true, urgency: 0 }],
  ];
  test.each(CASES)('%s', (_, title, text, expected) => {
    expect(read(title, text)).toMatchObject(expected);
  });

  test('is the same whether the words stand in full or half width', () => {
    const { evidence: _full, ...full } = read('１２路公交', '请问１２路公交几点末班？');
    const { evidence: _half, ...half } = read('12路公交', '请问12路公交几点末班？');
    expect(full).toEqual(half);
  });

  test('does not depend on which place code stands in the text', () => {
    expect(read('A3区某小区停水', 'A3区停水三天').confidence).toBe(read('M12县某小区停水', 'M12县停水三天').confidence);
  });

  test('says so when it is less sure than the policy asks for', () => {
    const { confidence } = read('路灯', '路灯的事');
    expect(understand({ title: '路灯', text: '路灯的事' }, { ...GAZETTEER, unsureBelow: 1 }).unsure).toBe(true);
    expect(understand({ title: '路灯', text: '路灯的事' }, { ...GAZETTEER, unsureBelow: confidence }).unsure).toBe(
      false,
    );
  });

  test('names a topic of the policy, also where the policy has few', () => {
    const [, environment] = GAZETTEER.topics;
    const topics = environment ? [environment] : [];
    expect(understand({ title: '停水', text: '停水三天' }, { ...GAZETTEER, topics }).topic).toBe('环境保护');
    expect(understand({ title: '停水', text: '停水三天' }, { ...GAZETTEER, topics: [] }).topic).toBe('城乡建设');
  });

  test('gives the phrases that spoke for each decision, strongest first', () => {
    const { evidence } = read('桃源里停水三天了', '桃源里小区停水三天，老人没法做饭，请尽快帮忙解决。');
    expect(evidence.topic.map(({ words }) => words).join()).toContain('停水');
    expect(evidence.urgency.length).toBeGreaterThan(0);
    for (const list of Object.values(evidence)) {
      const weights = list.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    }
  });
});

describe('for every title and text', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .array(fc.constantFrom('停水', '投诉', '请问', '小区', '。', '？', ' ', 'A3区', '12', '😀', '\ud800', '\udc00'), {
        maxLength: 30,
      })
      .map((parts) => parts.join('')),
  );

  test('the answer keeps the contract, and its evidence stands in the words of the citizen', () => {
    fc.assert(
      fc.property(anything, anything, (title, text) => {
        const answer = read(title, text);
        expect(understanding.safeParse(answer).success).toBe(true);
        for (const { words, weight } of Object.values(answer.evidence).flat()) {
          expect(`${title}\n${text}`).toContain(words);
          expect(words).not.toBe('');
          expect(weight).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('the same input gives the same answer, whatever was read in between', () => {
    fc.assert(
      fc.property(anything, anything, anything, (title, text, other) => {
        const first = read(title, text);
        read(other, other);
        expect(read(title, text)).toEqual(first);
      }),
      { numRuns: 50 },
    );
  });

  test.each(['啊', '1', '。', 'A', '路', '区', '\ud83d', '感谢'])(
    'a megabyte of "%s" is read in bounded time',
    (unit) => {
      const long = unit.repeat(1_000_000 / unit.length);
      expect(understanding.safeParse(read(long, long, long.slice(0, 50))).success).toBe(true);
    },
  );

  test('of a long text the head and the end count, the middle does not', () => {
    const filler = '这是一段很长的经过。'.repeat(400);
    const strip = ({ class: name, confidence, topic }: ReturnType<typeof read>) => ({ name, confidence, topic });
    const middle = `${filler}投诉黑心物业乱收费！${filler}`;
    const without = `${filler}${'这是一段很长的经过。'}${filler}`;
    expect(strip(read('经过', middle))).toEqual(strip(read('经过', without)));
  });
});
