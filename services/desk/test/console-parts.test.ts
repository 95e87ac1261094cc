import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import en from '../console/src/i18n/en.json' with { type: 'json' };
import zh from '../console/src/i18n/zh.json' with { type: 'json' };
import { correctionOf } from '../console/src/pages/case/correction-body.ts';
import { highlight, MARK_KINDS } from '../console/src/pages/petition/highlight.ts';
import { startOfDay } from '../console/src/parts/days.ts';
import { lampNow } from '../console/src/parts/lamp-now.ts';

/** Every text of a file with its key: `board.empty`. */
const textsOf = (texts: object, before = ''): [key: string, text: string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${before}${key}`, value] as [string, string]] : textsOf(value, `${before}${key}.`),
  );
/** The places of a text that are filled in. */
const gapsOf = (texts: object) =>
  Object.fromEntries(textsOf(texts).map(([key, text]) => [key, (text.match(/\{\{\w+\}\}/g) ?? []).sort()]));

test('the console says the same things in both languages, with the same places to fill in', () => {
  expect(gapsOf(en)).toEqual(gapsOf(zh));
});

describe('marks in a text', () => {
  test('stand on the words that spoke for a decision, each time they occur', () => {
    const pieces = highlight('路灯不亮，真的不亮', [{ kind: 'class', words: '不亮' }]);
    expect(pieces.map(({ text, kinds }) => [text, kinds.length])).toEqual([
      ['路灯', 0],
      ['不亮', 1],
      ['，真的', 0],
      ['不亮', 1],
    ]);
  });

  test('show together where two decisions rest on the same words', () => {
    const pieces = highlight('大道工地', [
      { kind: 'class', words: '工地' },
      { kind: 'topic', words: '大道工地' },
    ]);
    expect(pieces.map(({ text, kinds }) => [text, kinds])).toEqual([
      ['大道', ['topic']],
      ['工地', ['class', 'topic']],
    ]);
  });

  test('never change the text', () => {
    const word = fc.string({ maxLength: 4 });
    const marks = fc.array(fc.record({ kind: fc.constantFrom(...MARK_KINDS), words: word }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), marks, (text, given) => {
        expect(
          highlight(text, given)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

test.each([
  ['2026-03-10', 'Asia/Shanghai', 0, '2026-03-09T16:00:00.000Z'],
  ['2026-03-10', 'Asia/Shanghai', 1, '2026-03-10T16:00:00.000Z'],
  ['2026-02-28', 'Asia/Shanghai', 1, '2026-02-28T16:00:00.000Z'],
  ['2026-03-10', 'UTC', 0, '2026-03-10T00:00:00.000Z'],
  ['2026-03-10', 'America/New_York', 0, '2026-03-10T04:00:00.000Z'],
])('the day %s in %s, %i later, begins at %s… in UTC', (day, timeZone, later, begins) => {
  expect(startOfDay(day, timeZone, later)).toBe(begins);
});

test.each([
  ['green', -3_600_001, 'open'],
  ['yellow', -3_600_000, 'open'],
  ['yellow', 0, 'open'],
  ['red', 1, 'open'],
  ['tick', 1, 'closed'],
] as const)('the lamp is %s at %i ms from the deadline of a case that is %s', (lamp, fromDeadline, state) => {
  const deadline = '2026-03-10T10:00:00.000Z';
  const of = { state, yellowAt: '2026-03-10T09:00:00.000Z', deadline };
  expect(lampNow(of, Date.parse(deadline) + fromDeadline)).toBe(lamp);
});

describe('a correction', () => {
  test('names only what differs, and the first petition unless another was chosen', () => {
    expect(correctionOf({ reason: '分错了', topic: ['城乡建设', '路灯'] }, 'p1')).toEqual({
      petitionId: 'p1',
      reason: '分错了',
      topic: '城乡建设/路灯',
    });
    expect(correctionOf({ reason: '分错了', petitionId: 'p2', urgency: 0 }, 'p1')).toEqual({
      petitionId: 'p2',
      reason: '分错了',
      urgency: 0,
    });
  });

  test('can take a subtype away', () => {
    expect(correctionOf({ reason: '不是举报', subtype: '' }, 'p1')).toMatchObject({ subtype: null });
  });

  test('of nothing is none', () => expect(correctionOf({ reason: '没有' }, 'p1')).toBeNull());
});
