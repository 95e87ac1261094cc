import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createWordFinder } from '../src/word-finder.ts';

test('finds the longest word first at one place, and words inside words', () => {
  const finder = createWordFinder(['停水', '停水三天', '水', '']);
  expect(finder.find('又停水三天', 100)).toEqual([
    { word: '停水三天', at: 1 },
    { word: '停水', at: 1 },
    { word: '水', at: 2 },
  ]);
});

test('finds exactly what a plain search finds', () => {
  const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁', '😀'), maxLength: 40 });
  const word = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁', '😀'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(text, fc.uniqueArray(word, { maxLength: 8 }), (said, words) => {
      const found = createWordFinder(words).find(said, said.length);
      const plain = words.flatMap((one) => occurrences(said, one));
      expect(new Set(found.map(({ word: one, at }) => `${at} ${one}`))).toEqual(new Set(plain));
    }),
  );
});

function occurrences(text: string, word: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(`${at} ${word}`);
  return found;
}
