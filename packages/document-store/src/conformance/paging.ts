import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadQueryError } from '../errors.ts';
import type { FindOptions } from '../port.ts';
import { type Bench, putAll } from './under-test.ts';

interface Dated extends Record<string, unknown> {
  day: string | null;
}

const DAYS = [null, '2026-03-01', '2026-03-02', '2026-03-03'];
const ORDERS: FindOptions[] = [
  {},
  { sort: { field: 'day', direction: 'ascending' } },
  { sort: { field: 'day', direction: 'descending' } },
];

export function describePaging(bench: Bench): void {
  describe('paging', () => {
    test('a page has 100 documents when nothing is said, and the last one no next', async () => {
      const collection = await bench.collection<Dated>([['day']]);
      await putAll(
        collection,
        Array.from({ length: 200 }, () => ({ day: null })),
      );
      const first = await collection.find({});
      expect(first.items).toHaveLength(100);
      const second = await collection.find({ after: first.next });
      expect(second.items).toHaveLength(100);
      expect(second.next).toBeNull();
    });

    test.each(ORDERS)('each document comes once and in order while others are added: %j', async (order) => {
      const days = fc.array(fc.constantFrom(...DAYS), { maxLength: 15 });
      await fc.assert(
        fc.asyncProperty(days, days, fc.integer({ min: 1, max: 4 }), async (first, added, limit) => {
          const collection = await bench.collection<Dated>([['day']]);
          const ids = await putAll(
            collection,
            first.map((day) => ({ day })),
          );
          const inOrder = (await collection.find(order)).items.map(({ id }) => id);
          const seen: string[] = [];
          const more = [...added.entries()];
          for (let after: string | null | undefined; after !== null; ) {
            const page = await collection.find({ ...order, limit, ...(after && { after }) });
            seen.push(...page.items.map(({ id }) => id));
            after = page.next;
            for (const [n, day] of more.splice(0, 3)) await collection.put(`${n}-added`, { day }, 0);
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.filter((id) => ids.includes(id))).toEqual(inOrder);
        }),
        { numRuns: 8 },
      );
    });

    test('the next page is found though the last document of the page was deleted', async () => {
      const collection = await bench.collection<Dated>([['day']]);
      const ids = await putAll(
        collection,
        DAYS.map((day) => ({ day })),
      );
      const sort = { field: 'day', direction: 'descending' as const };
      const { next, items } = await collection.find({ sort, limit: 2 });
      await collection.delete(items.at(-1)?.id ?? '');
      const rest = await collection.find({ sort, after: next });
      expect(rest.items.map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    });

    test('a cursor of another order is refused', async () => {
      const collection = await bench.collection<Dated>([['day']]);
      await putAll(
        collection,
        DAYS.map((day) => ({ day })),
      );
      const { next } = await collection.find({ limit: 1 });
      const wrong = collection.find({ after: next, sort: { field: 'day', direction: 'ascending' } });
      await expect(wrong).rejects.toThrow(BadQueryError);
      await expect(wrong).rejects.toThrow(/another order; start again without it/);
    });
  });
}
