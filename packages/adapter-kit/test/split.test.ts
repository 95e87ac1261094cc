import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitReply } from '../src/index.ts';

const CODE = 'ABCDE12345';
const lengthOf = (text: string) => [...text].length;

describe('a reply', () => {
  const cases: [string, string, { maxLength: number; maxParts: number }, string[]][] = [
    ['that fits is one message', '已修好。', { maxLength: 20, maxParts: 3 }, ['已修好。']],
    [
      'is split at sentence ends',
      '路灯已经修好了。感谢您的来电！欢迎再次反映问题。',
      { maxLength: 16, maxParts: 3 },
      ['路灯已经修好了。感谢您的来电！', '欢迎再次反映问题。'],
    ],
    [
      'is split at commas where a sentence is too long',
      '经现场查看，路灯线路老化，已安排更换。',
      { maxLength: 16, maxParts: 3 },
      ['经现场查看，路灯线路老化，', '已安排更换。'],
    ],
    [
      'that does not fit is cut with a pointer to the query code',
      '一二三四五六七八九十。'.repeat(8),
      { maxLength: 40, maxParts: 2 },
      ['一二三四五六七八九十。'.repeat(3), `一二三四五六七八九十。一二三四五六七八……全文请凭查询码${CODE}查询`],
    ],
    [
      'in English points in English',
      'The lamp was mended. '.repeat(9),
      { maxLength: 64, maxParts: 1 },
      [`The lamp was mended. The lamp… full text: query code ${CODE}`],
    ],
  ];
  test.each(cases)('%s', (_name, text, limits, parts) => expect(splitReply(text, limits, CODE)).toEqual(parts));

  const text = fc.array(fc.constantFrom('路', '灯', '。', '，', ' ', 'a', '. ', '\n', '𠮷', '👨‍👩‍👧', 'é'), {
    maxLength: 120,
  });
  const limits = fc.record({ maxLength: fc.integer({ min: 16, max: 60 }), maxParts: fc.integer({ min: 1, max: 5 }) });

  test('keeps within the limits, is well-formed, and loses nothing but blanks at the seams', () => {
    fc.assert(
      fc.property(text, limits, (pieces, limit) => {
        const whole = pieces.join('');
        const parts = splitReply(whole, limit, CODE);
        expect(parts.length).toBeLessThanOrEqual(limit.maxParts);
        for (const part of parts) {
          expect(lengthOf(part)).toBeLessThanOrEqual(limit.maxLength);
          expect(part.isWellFormed()).toBe(true);
        }
        if (!parts.at(-1)?.includes(CODE)) expect(squeezed(parts.join(''))).toBe(squeezed(whole));
      }),
      { numRuns: 300 },
    );
  });

  test('is never split inside a character as a reader sees it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 16, max: 40 }), (count, maxLength) => {
        for (const part of splitReply('👨‍👩‍👧'.repeat(count), { maxLength, maxParts: 99 }, CODE)) {
          expect(part).toBe('👨‍👩‍👧'.repeat(lengthOf(part) / 5));
        }
      }),
      { numRuns: 50 },
    );
  });
});

const squeezed = (text: string) => text.replaceAll(/\s/g, '');
