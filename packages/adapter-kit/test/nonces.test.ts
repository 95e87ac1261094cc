import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RefusedError, TryAgainError } from '../src/index.ts';
import { openNonces } from '../src/nonces.ts';
import { after, clock, temporaryFolder } from './support/bench.ts';

async function cache() {
  const time = clock();
  const path = join(await temporaryFolder(), 'nonces.db');
  const open = () => openNonces(path, time.now, () => {});
  const inMinutes = (minutes: number) => new Date(time.now().getTime() + minutes * 60_000);
  return { time, open, inMinutes };
}

describe('the replay cache', () => {
  test('knows a nonce over a restart, until its time is over', async () => {
    const { time, open, inMinutes } = await cache();
    const first = open();
    expect([first.firstUse('n', inMinutes(10)), first.firstUse('n', inMinutes(10))]).toEqual([true, false]);
    first.close();
    const second = open();
    after(() => second.close());
    expect(second.firstUse('n', inMinutes(10))).toBe(false);
    time.turn(11 * 60_000);
    expect(second.firstUse('n', inMinutes(10))).toBe(true);
  });

  test('burns a nonce when its work succeeded, and lets the sender come again when it did not', async () => {
    const { open, inMinutes } = await cache();
    const nonces = open();
    after(() => nonces.close());
    const once = (work: () => Promise<string>) => nonces.once('n', inMinutes(10), work);
    await expect(once(() => Promise.reject(new TryAgainError('full', 1)))).rejects.toThrow(TryAgainError);
    const [first, second] = await Promise.allSettled([once(async () => 'done'), once(async () => 'twice')]);
    expect([first, second]).toMatchObject([{ value: 'done' }, { reason: { code: 'replayed' } }]);
    await expect(once(async () => 'again')).rejects.toThrow(RefusedError);
  });
});
