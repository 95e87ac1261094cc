import { describe, expect, test } from '@jest/globals';
import { BadQueryError, StoreClosedError } from '../errors.ts';
import type { Bench } from './under-test.ts';

interface Case extends Record<string, unknown> {
  unit: string;
  lamp: string;
}

const NARROW = [['unit']];
const WIDE = [['unit'], ['lamp', 'unit']];

export function describeSpecs(bench: Bench): void {
  describe('collections', () => {
    test('a field declared later is filled in for the documents that are there', async () => {
      const before = await (await bench.open()).collection<Case>({ name: 'grown', indexes: NARROW });
      for (let n = 0; n < 5; n++) await before.put(String(n), { unit: 'u', lamp: n < 2 ? 'red' : 'green' }, 0);
      const after = await (await bench.open()).collection<Case>({ name: 'grown', indexes: WIDE });
      const { items } = await after.find({ where: { lamp: 'red' }, sort: { field: 'lamp', direction: 'ascending' } });
      expect(items.map(({ id, version }) => [id, version])).toEqual([
        ['0', 1],
        ['1', 1],
      ]);
    });

    test('a field declared while a put is under way is filled in for that put', async () => {
      const store = await bench.open();
      const narrow = await store.collection<Case>({ name: 'meanwhile', indexes: NARROW });
      const put = narrow.put('a', { unit: 'u', lamp: 'red' }, 0);
      const wide = await store.collection<Case>({ name: 'meanwhile', indexes: WIDE });
      await put;
      expect((await wide.find({ where: { lamp: 'red' } })).items).toHaveLength(1);
    });

    test('who declares fewer fields still fills those that others declared, and may not ask by them', async () => {
      const store = await bench.open();
      const wide = await store.collection<Case>({ name: 'shared', indexes: WIDE });
      const narrow = await store.collection<Case>({ name: 'shared', indexes: NARROW });
      await narrow.put('a', { unit: 'u', lamp: 'red' }, 0);
      await narrow.project([{ id: 'b', version: 3, body: { unit: 'u', lamp: 'red' } }]);
      expect((await wide.find({ where: { lamp: 'red' } })).items.map(({ id }) => id)).toEqual(['a', 'b']);
      await expect(narrow.find({ where: { lamp: 'red' } })).rejects.toThrow(BadQueryError);
    });

    test('declaring the same again changes nothing', async () => {
      const store = await bench.open();
      const first = await store.collection<Case>({ name: 'again', indexes: WIDE });
      await first.put('a', { unit: 'u', lamp: 'red' }, 0);
      const second = await store.collection<Case>({ name: 'again', indexes: WIDE });
      expect((await second.find({ where: { lamp: 'red' } })).items).toHaveLength(1);
    });

    test('collections are apart', async () => {
      const [one, other] = [await bench.collection<Case>(), await bench.collection<Case>()];
      await one.put('a', { unit: 'u', lamp: 'red' }, 0);
      expect(await other.get('a')).toBeNull();
    });

    test.each([
      { name: 'Cases', indexes: NARROW, says: /collection name "Cases"/ },
      { name: 'system.users', indexes: NARROW, says: /collection name/ },
      { name: 'cases', indexes: [['a.b']], says: /"a.b" cannot be indexed/ },
      { name: 'cases', indexes: [['$where']], says: /"\$where" cannot be indexed/ },
      { name: 'cases', indexes: [[]], says: /an index without a field/ },
    ])('$name with $indexes is refused, naming what and why', async ({ says, ...spec }) => {
      const store = await bench.open();
      await expect(store.collection(spec)).rejects.toThrow(BadQueryError);
      await expect(store.collection(spec)).rejects.toThrow(says);
    });

    test('a closed store refuses everything, and what was called before is done', async () => {
      const store = await bench.underTest().open();
      const collection = await store.collection<Case>({ name: 'closed', indexes: NARROW });
      const put = collection.put('a', { unit: 'u', lamp: 'red' }, 0);
      await store.close();
      expect(await put).toBe(1);
      await expect(collection.get('a')).rejects.toThrow(StoreClosedError);
      await expect(collection.put('b', { unit: 'u', lamp: 'red' }, 0)).rejects.toThrow(StoreClosedError);
      await expect(store.collection({ name: 'closed', indexes: [] })).rejects.toThrow(StoreClosedError);
      await store.close();
    });
  });
}
