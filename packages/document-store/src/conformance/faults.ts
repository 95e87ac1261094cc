import { describe, expect, test } from '@jest/globals';
import { StoreUnavailableError } from '../errors.ts';
import type { Bench } from './under-test.ts';

const KILL_TEST_MS = 120_000;

export function describeFaults(bench: Bench): void {
  describe('faults', () => {
    test(
      'a store that is away is StoreUnavailableError, and works again when it is back',
      async () => {
        const collection = await bench.collection<{ n: number }>([['n']]);
        await collection.put('before', { n: 1 }, 0);
        const bringBack = await bench.underTest().takeAway();
        try {
          await expect(collection.put('away', { n: 1 }, 0)).rejects.toThrow(StoreUnavailableError);
          await expect(collection.project([{ id: 'away', version: 1, body: { n: 1 } }])).rejects.toMatchObject({
            code: 'unavailable',
            retry: true,
          });
        } finally {
          await bringBack();
        }
        expect(await collection.put('after', { n: 1 }, 0)).toBe(1);
        expect((await collection.get('after'))?.body).toEqual({ n: 1 });
      },
      KILL_TEST_MS,
    );

    if (!bench.traits.keepsOnDisk) return;

    test(
      'kill -9 loses nothing that was acknowledged',
      async () => {
        const acknowledged = await bench.underTest().killWhileWriting('killed');
        expect(acknowledged.length).toBeGreaterThan(0);
        const collection = await (await bench.open()).collection<{ n: number }>({ name: 'killed', indexes: [['n']] });
        const kept = new Set((await collection.getMany(acknowledged)).map(({ id }) => id));
        expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      },
      KILL_TEST_MS,
    );
  });
}
