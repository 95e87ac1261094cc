import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Stored } from '../port.ts';
import type { Bench } from './under-test.ts';

interface Noted extends Record<string, unknown> {
  note: string;
}

const IDS = ['a', 'b', 'c'];

const documents = fc.array(
  fc.record({ id: fc.constantFrom(...IDS), version: fc.integer({ min: 1, max: 9 }) }).map(noted),
  { maxLength: 12 },
);

function noted({ id, version }: { id: string; version: number }): Stored<Noted> {
  return { id, version, body: { note: `${id} ${version}` } };
}

export function describeProjecting(bench: Bench): void {
  describe('project', () => {
    test('the highest version stays, in any order and grouping, at once or one after another', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(documents, { maxLength: 5 }), fc.boolean(), async (batches, atOnce) => {
          const collection = await bench.collection<Noted>([['note']]);
          if (atOnce) await Promise.all(batches.map((batch) => collection.project(batch)));
          else for (const batch of batches) await collection.project(batch);
          const expected = IDS.flatMap((id) => {
            const versions = batches.flat().flatMap((document) => (document.id === id ? [document.version] : []));
            return versions.length === 0 ? [] : [noted({ id, version: Math.max(...versions) })];
          });
          expect(await collection.getMany(IDS)).toEqual(expected);
          expect((await collection.find({})).items).toEqual(expected);
        }),
        { numRuns: 12 },
      );
    });

    test('what was put may be projected over, and the other way', async () => {
      const collection = await bench.collection<Noted>();
      await collection.put('a', { note: 'put' }, 0);
      await collection.project([noted({ id: 'a', version: 1 })]);
      expect((await collection.get('a'))?.body.note).toBe('put');
      await collection.project([noted({ id: 'a', version: 7 })]);
      expect(await collection.put('a', { note: 'put again' }, 7)).toBe(8);
    });

    test('3,000 documents at once are all there', async () => {
      const collection = await bench.collection<Noted>([['note']]);
      const many = Array.from({ length: 3000 }, (_, n) => noted({ id: String(n), version: 1 }));
      await collection.project(many);
      expect(await collection.count({ by: [] })).toEqual([{ values: {}, count: 3000 }]);
    });

    if (!bench.traits.atomicAcrossProcesses) return;

    test('two stores that project at once agree on the highest version', async () => {
      const stores = [await bench.open(), await bench.open()];
      const spec = { name: 'two-projections', indexes: [['note']] };
      const collections = await Promise.all(stores.map((store) => store.collection<Noted>(spec)));
      const ids = Array.from({ length: 40 }, (_, n) => String(n));
      const [low, high] = [1, 2].map((version) => ids.map((id) => [noted({ id, version })]));
      const batches = ids.flatMap((_, n) => [low?.[n] ?? [], high?.[n] ?? []]);
      await Promise.all(batches.map((batch, n) => collections[n % 2]?.project(batch)));
      const kept = await collections[0]?.getMany(ids);
      expect(kept?.map(({ version }) => version)).toEqual(ids.map(() => 2));
    });
  });
}
