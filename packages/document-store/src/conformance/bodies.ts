import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadQueryError } from '../errors.ts';
import type { Bench } from './under-test.ts';

const TEXTS = [
  { name: 'beyond the BMP', text: '𠮷野家 🚧👨‍👩‍👧' },
  { name: 'NUL', text: 'a\u0000b' },
  { name: 'bidirectional controls', text: '\u202eabc\u202c\u2066' },
  { name: 'an unpaired surrogate', text: 'a\ud83d' },
  { name: 'quotes and backslashes', text: `'"\\;--` },
  { name: 'line ends of all kinds', text: 'a\r\nb\u2028c\u0085' },
];

export function describeBodies(bench: Bench): void {
  describe('bodies', () => {
    test.each(TEXTS)('a text with $name comes back as it was', async ({ text }) => {
      const collection = await bench.collection();
      await collection.put('a', { text, nested: [{ [text]: text }] }, 0);
      expect((await collection.get('a'))?.body).toEqual({ text, nested: [{ [text]: text }] });
    });

    test.each(TEXTS.filter(({ text }) => text.isWellFormed()))('is found by a field with $name', async ({ text }) => {
      const collection = await bench.collection([['text']]);
      await collection.put('a', { text }, 0);
      await collection.put('b', { text: 'else' }, 0);
      const sort = { field: 'text', direction: 'ascending' } as const;
      for (const condition of [text, { contains: text }, { in: [text, 'no'] }]) {
        expect((await collection.find({ where: { text: condition }, sort })).items.map(({ id }) => id)).toEqual(['a']);
      }
      const { next } = await collection.find({ sort, limit: 1 });
      expect((await collection.find({ sort, after: next })).items).toHaveLength(1);
    });

    test.each(TEXTS.filter(({ text }) => text.isWellFormed()))('an id may have $name', async ({ text }) => {
      const collection = await bench.collection();
      await collection.put(text, { n: 1 }, 0);
      await collection.project([{ id: text, version: 2, body: { n: 2 } }]);
      expect(await collection.getMany([text])).toEqual([{ id: text, version: 2, body: { n: 2 } }]);
      expect(await collection.delete(text)).toBe(true);
    });

    test.each(['$set', 'a.b', '$', '.', '', '_id', 'id', 'version', '__proto__', 'constructor'])(
      'a body may have a field named "%s", also inside',
      async (name) => {
        const collection = await bench.collection([['kind']]);
        const body = Object.fromEntries([
          ['kind', 'x'],
          [name, { deeper: [Object.fromEntries([[name, 1]])] }],
        ]);
        await collection.put('a', body, 0);
        const { items } = await collection.find({ where: { kind: 'x' } });
        expect(JSON.stringify(items[0]?.body)).toBe(JSON.stringify(body));
      },
    );

    test('any JSON comes back as it was', async () => {
      const collection = await bench.collection();
      let puts = 0;
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), async (body) => {
          puts += 1;
          await collection.put(String(puts), body, 0);
          expect(JSON.stringify((await collection.get(String(puts)))?.body)).toBe(JSON.stringify(body));
        }),
        { numRuns: 30 },
      );
    });

    test('a document of 1 MB comes back as it was', async () => {
      const collection = await bench.collection([['kind']]);
      const body = { kind: 'big', text: '路灯坏了𠮷'.repeat(80_000) };
      await collection.put('a', body, 0);
      expect((await collection.get('a'))?.body).toEqual(body);
      expect((await collection.find({ where: { kind: 'big' } })).items[0]?.body).toEqual(body);
    });

    test('a body that some driver could not hold is refused', async () => {
      const collection = await bench.collection();
      const put = collection.put('a', { text: 'x'.repeat(3_000_000) }, 0);
      await expect(put).rejects.toThrow(BadQueryError);
      await expect(put).rejects.toThrow(/keep it under/);
    });

    test.each([[['a', 'b']], [{ of: 'a' }]])('an indexed field that holds %j is refused, naming it', async (unit) => {
      const collection = await bench.collection([['unit']]);
      const put = collection.put('a', { unit }, 0);
      await expect(put).rejects.toThrow(BadQueryError);
      await expect(put).rejects.toThrow(/"unit" holds .* make it a string, number, boolean or null/);
    });
  });
}
