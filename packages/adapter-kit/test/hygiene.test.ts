import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanLine, cleanText, cut, deriveTitle } from '../src/receive/hygiene.ts';

describe('a text on its way to the log', () => {
  const cases: [string, string, string][] = [
    ['loses NUL and other controls, keeps tab and line feed', 'a\u0000b\u0007\tc\nd', 'ab\tc\nd'],
    ['gets one kind of line end', 'a\r\nb\rc', 'a\nb\nc'],
    ['loses what turns its direction round', 'user\u202etxt.exe\u2066x\u2069', 'usertxt.exex'],
    ['keeps the marks that Arabic and Hebrew need', 'a\u200f\u200eb', 'a\u200f\u200eb'],
    ['gets U+FFFD for half a character', `a${'\ud83d'}b`, 'a\ufffdb'],
    ['keeps what is beyond the BMP', '𠮷野家👨‍👩‍👧', '𠮷野家👨‍👩‍👧'],
    ['comes in normalization form C', 'e\u0301', 'é'],
  ];
  test.each(cases)('%s', (_name, given, cleaned) => expect(cleanText(given)).toBe(cleaned));

  test('is well-formed and stays as it is when cleaned again, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanText(text);
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toContain('\0');
        expect(cleanText(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  test('as one line has no line ends and the given length', () => expect(cleanLine(' a\n b  c ', 3)).toBe('a b'));

  test('is never cut inside a character', () => {
    expect(cut('a👨‍👩‍👧b', 3)).toBe('a');
    expect(cut('a👨‍👩‍👧b', 6)).toBe('a👨‍👩‍👧');
  });
});

describe('the title of a petition that has none', () => {
  const cases: [string, string, string][] = [
    ['is its first sentence', '路灯坏了三天。晚上看不见路。', '路灯坏了三天'],
    ['ends at a line end', '路灯坏了\n请修', '路灯坏了'],
    ['ends at an English full stop, not at a decimal point', 'It is 3.5 m deep. Help', 'It is 3.5 m deep'],
    ['is cut to 40 characters', '长'.repeat(60), `${'长'.repeat(39)}…`],
    ['is empty for an empty text', '', ''],
  ];
  test.each(cases)('%s', (_name, text, title) => expect(deriveTitle(text)).toBe(title));
});
