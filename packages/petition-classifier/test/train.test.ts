import { describe, expect, test } from '@jest/globals';
import { createClassifier } from '../src/classifier.ts';
import { encodeModel } from '../src/model-file.ts';
import { foldsByGroup } from '../train/cross-validate.ts';
import type { Labelled, TopicRow } from '../train/data.ts';
import { macroF1, temperatureFor, thresholdFor, withInterval } from '../train/scores.ts';
import { trainModel } from '../train/train-model.ts';
import { GAZETTEER } from './gazetteer.ts';

const SAID = {
  consult: '请问怎么办理',
  help: '请帮忙解决困难',
  suggest: '建议增设一个站点',
  complain: '投诉扰民请查处',
} as const;
const ROWS: Labelled[] = Object.entries(SAID).flatMap(([label, said]) =>
  Array.from({ length: 12 }, (_, i) => ({
    title: `${said}第${'甲乙丙丁戊己庚辛壬癸子丑'.charAt(i)}件`,
    text: `${said}，谢谢。`,
    label: label as keyof typeof SAID,
    alt: null,
    urgency: label === 'help' ? 1 : 0,
    weight: 1,
    scored: true,
    area: `area ${i}`,
  })),
);
const TOPICS: TopicRow[] = Array.from({ length: 20 }, (_, i) =>
  i % 2 === 0 ? { topic: '环境保护', text: `打桩噪音扰民${i}` } : { topic: '交通运输', text: `公交站点线路${i}` },
);
const OPTIONS = { stanceBits: 10, topicBits: 8, stanceEpochs: 10, topicEpochs: 10 };

describe('training', () => {
  test('the same rows give the same file, byte by byte', () => {
    const train = () => Buffer.from(encodeModel('test', trainModel(ROWS, TOPICS, OPTIONS).model));
    expect(train().equals(train())).toBe(true);
  });

  test('learns what can be learnt, and reports it from rows that it did not train on', () => {
    const { model, report } = trainModel(ROWS, TOPICS, OPTIONS);
    expect(report.macroF1.value).toBeGreaterThan(0.95);
    expect(report.topicAccuracy.value).toBeGreaterThan(0.95);
    const understand = createClassifier(encodeModel('test', model));
    expect(understand({ title: '请问怎么办理', text: '请问怎么办理落户' }, GAZETTEER).class).toBe('consult');
    expect(understand({ title: '投诉扰民', text: '投诉打桩噪音扰民请查处' }, GAZETTEER)).toMatchObject({
      class: 'complain',
      topic: '环境保护/噪声',
    });
  });

  test('keeps the petitions of an area in one fold, and the folds about even', () => {
    const groups = ['a', 'a', 'a', 'b', 'b', 'c', null, 'd'];
    const folds = foldsByGroup(groups, 3);
    expect(new Set(folds.slice(0, 3)).size).toBe(1);
    expect(folds[6]).toBeNull();
    expect(new Set(folds.filter((fold) => fold !== null)).size).toBe(3);
  });
});

describe('scores', () => {
  test('macro-F1 weighs each label alike', () => {
    const answers = [
      { due: 'a', said: 'a' },
      { due: 'a', said: 'a' },
      { due: 'b', said: 'a' },
    ];
    expect(macroF1(answers, ['a', 'b'])).toBeCloseTo(0.4);
  });

  test('a threshold is the highest that reaches the recall', () => {
    const cases = [3, 2, 1, 0].map((logit) => ({ logit, due: logit !== 2 }));
    expect(thresholdFor(cases, 0.6)).toEqual({ from: 1, precision: 2 / 3, share: 0.75 });
  });

  test('a temperature above one is found where confidences are too high', () => {
    const cases = Array.from({ length: 100 }, (_, i) => ({ logits: [4, 0], due: i % 4 === 0 ? 1 : 0 }));
    expect(temperatureFor(cases)).toBeGreaterThan(2);
  });

  test('an interval lies around its value and is the same each time', () => {
    const score = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
    const cases = Array.from({ length: 200 }, (_, i) => i % 2);
    const { value, low, high } = withInterval(cases, score);
    expect(value).toBe(0.5);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(withInterval(cases, score)).toEqual({ value, low, high });
  });
});
