import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BackgroundFileError, decodeBackground, encodeBackground, RAREST } from '../src/background.ts';
import { createPlain, eachGram, hashOf, plainInto } from '../src/grams.ts';
import { loadBackground } from '../src/load.ts';

const COUNTS = new Map([
  [2, 1_000],
  [4, 250],
  [6, 9],
]);

describe('the table of n-gram frequencies', () => {
  test('gives octaves of rareness, and the rarest for what it does not list', () => {
    const table = decodeBackground(encodeBackground(COUNTS, 1_000, 10));
    expect([2, 4, 6, 8].map((hash) => table.idf(hash))).toEqual([0, 2, RAREST, RAREST]);
  });

  test('the shipped one is readable and knows common words from rare ones', () => {
    const { idf } = loadBackground();
    expect(averageRareness('请问', idf)).toBeLessThan(averageRareness('渡口', idf));
  });

  const bytes = Buffer.from(encodeBackground(COUNTS, 1_000, 10));
  const broken: [string, Uint8Array][] = [
    ['empty', new Uint8Array()],
    ['of something else', Buffer.alloc(40, 7)],
    ['cut', bytes.subarray(0, bytes.length - 5)],
    ['changed in one byte', Buffer.from(bytes.map((byte, i) => (i === 14 ? byte ^ 1 : byte)))],
  ];
  test.each(broken)('a file that is %s is refused with a clear error', (_, file) => {
    expect(() => decodeBackground(file)).toThrow(BackgroundFileError);
  });
});

describe('plain text', () => {
  test('leaves out punctuation and blanks, and levels width and case', () => {
    expect(plainOf('Ａ3 栋，12号！')).toBe('a3栋12号');
  });

  test('identical texts have one hash, and where one part ends matters', () => {
    expect(hashOf(plain('ab'), plain('c'))).toBe(hashOf(plain('A B'), plain('c。')));
    expect(hashOf(plain('ab'), plain('c'))).not.toBe(hashOf(plain('a'), plain('bc')));
  });

  test('any Unicode has n-grams with even hashes that are never 0', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        eachGram(plain(text), (hash) => {
          expect(hash).toBeGreaterThan(0);
          expect(hash % 2).toBe(0);
        });
      }),
    );
  });
});

function plain(text: string) {
  const into = createPlain(200);
  plainInto(text, 0, text.length, into);
  return into;
}

function plainOf(text: string): string {
  const { units, length } = plain(text);
  return String.fromCharCode(...units.subarray(0, length));
}

function averageRareness(text: string, idf: (hash: number) => number): number {
  let sum = 0;
  let count = 0;
  eachGram(plain(text), (hash) => {
    sum += idf(hash);
    count++;
  });
  return sum / count;
}
