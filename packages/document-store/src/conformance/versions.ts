import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadQueryError, VersionConflictError } from '../errors.ts';
import type { Collection } from '../port.ts';
import type { Bench } from './under-test.ts';

interface Counter extends Record<string, unknown> {
  n: number;
}

export function describeVersions(bench: Bench): void {
  describe('get, put and delete', () => {
    test('a document that was never put is null', async () => {
      const collection = await bench.collection();
      expect(await collection.get('nobody')).toBeNull();
    });

    test('a new document gets version 1, each put one more', async () => {
      const collection = await bench.collection<Counter>();
      expect(await collection.put('a', { n: 1 }, 0)).toBe(1);
      expect(await collection.put('a', { n: 2 }, 1)).toBe(2);
      expect(await collection.get('a')).toEqual({ id: 'a', version: 2, body: { n: 2 } });
    });

    test.each([
      ['is there already', 'there', 0],
      ['has a higher version', 'there', 1],
      ['has a lower version', 'there', 3],
      ['is not there', 'gone', 2],
    ])('a put onto a document that %s is a version conflict and changes nothing', async (_, id, expected) => {
      const collection = await bench.collection<Counter>();
      await collection.put('there', { n: 1 }, 0);
      await collection.put('there', { n: 2 }, 1);
      await expect(collection.put(id, { n: 9 }, expected)).rejects.toThrow(VersionConflictError);
      expect((await collection.get(id))?.body ?? null).toEqual(id === 'there' ? { n: 2 } : null);
    });

    test('a put sees the puts that were called before it, resolved or not', async () => {
      const collection = await bench.collection<Counter>();
      const versions = [0, 1, 2, 3].map((n) => collection.put('a', { n }, n));
      expect(await Promise.all(versions)).toEqual([1, 2, 3, 4]);
    });

    test('a conflict of one put leaves those beside it alone', async () => {
      const collection = await bench.collection<Counter>();
      await collection.put('b', { n: 0 }, 0);
      const puts = ['a', 'b', 'c'].map((id) => collection.put(id, { n: 1 }, 0));
      const settled = await Promise.allSettled(puts);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await collection.getMany(['a', 'b', 'c'])).map(({ body }) => body.n)).toEqual([1, 0, 1]);
    });

    test('a put keeps the body as it was at the call', async () => {
      const collection = await bench.collection<Counter>([['n']]);
      const body = { n: 1 };
      const put = collection.put('a', body, 0);
      body.n = 2;
      await put;
      expect((await collection.get('a'))?.body).toEqual({ n: 1 });
      expect((await collection.find({ where: { n: 1 } })).items).toHaveLength(1);
    });

    test('getMany gives those that are there, in the order asked, each once', async () => {
      const collection = await bench.collection<Counter>();
      for (const id of ['a', 'b', 'c']) await collection.put(id, { n: 1 }, 0);
      const ids = (await collection.getMany(['c', 'x', 'a', 'c'])).map(({ id }) => id);
      expect(ids).toEqual(['c', 'a']);
      expect(await collection.getMany([])).toEqual([]);
    });

    test('delete says whether it was there, and refuses another version than expected', async () => {
      const collection = await bench.collection<Counter>();
      await collection.put('a', { n: 1 }, 0);
      await expect(collection.delete('a', 2)).rejects.toThrow(VersionConflictError);
      expect(await collection.delete('a', 1)).toBe(true);
      expect(await collection.delete('a', 1)).toBe(false);
      expect(await collection.delete('a')).toBe(false);
      expect(await collection.get('a')).toBeNull();
    });

    test('a deleted document can be put anew, and starts at version 1', async () => {
      const collection = await bench.collection<Counter>([['n']]);
      await collection.put('a', { n: 1 }, 0);
      await collection.delete('a');
      expect(await collection.put('a', { n: 2 }, 0)).toBe(1);
      expect((await collection.find({ where: { n: 1 } })).items).toEqual([]);
    });

    test.each([-1, 1.5, Number.NaN])('a put that expects version %s is refused', async (expected) => {
      const collection = await bench.collection<Counter>();
      await expect(collection.put('a', { n: 1 }, expected)).rejects.toThrow(BadQueryError);
    });

    test.each(['', 'x'.repeat(501)])('an id without or with too many characters is refused', async (id) => {
      const collection = await bench.collection<Counter>();
      await expect(collection.put(id, { n: 1 }, 0)).rejects.toThrow(BadQueryError);
      await expect(collection.project([{ id, version: 1, body: { n: 1 } }])).rejects.toThrow(BadQueryError);
    });

    test('concurrent increments lose nothing, whatever the number of writers', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 6 }), async (writers, times) => {
          const collection = await bench.collection<Counter>();
          await Promise.all(Array.from({ length: writers }, () => increment(collection, times)));
          const sum = writers * times;
          expect(await collection.get('a')).toEqual({ id: 'a', version: sum, body: { n: sum } });
        }),
        { numRuns: 10 },
      );
    });

    if (!bench.traits.atomicAcrossProcesses) return;

    test('increments through two stores at once lose nothing', async () => {
      const stores = [await bench.open(), await bench.open()];
      const spec = { name: 'two-stores', indexes: [['n']] };
      const collections = await Promise.all(stores.map((store) => store.collection<Counter>(spec)));
      await Promise.all(collections.flatMap((collection) => [increment(collection, 15), increment(collection, 15)]));
      expect((await collections[0]?.get('a'))?.body.n).toBe(60);
    });
  });
}

async function increment(collection: Collection<Counter>, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const stored = await collection.get('a');
    const put = collection.put('a', { n: (stored?.body.n ?? 0) + 1 }, stored?.version ?? 0);
    done += await put.then(
      () => 1,
      (error) => {
        if (error instanceof VersionConflictError) return 0;
        throw error;
      },
    );
  }
}
