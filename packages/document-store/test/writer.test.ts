import { describe, expect, test } from '@jest/globals';
import { Writer } from '../src/embedded/writer.ts';

class DiskError extends Error {}

/** Counts transactions; the disk fails when it is told so. */
function database() {
  return {
    transactions: 0,
    diskFails: false,
    transaction(work: () => void) {
      this.transactions += 1;
      work();
      if (this.diskFails) throw new DiskError();
    },
    isOwnError: (error: unknown) => error instanceof DiskError,
  };
}

describe('group commit', () => {
  test('writes called together share one transaction and run in order', async () => {
    const file = database();
    const writer = new Writer(file);
    const order: number[] = [];
    const writes = Array.from({ length: 100 }, (_, n) => writer.write(() => order.push(n)));
    expect(await Promise.all(writes)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(file.transactions).toBe(1);
  });

  test('more than 1,000 are spread over several', async () => {
    const file = database();
    const writer = new Writer(file);
    await Promise.all(Array.from({ length: 2500 }, () => writer.write(() => 0)));
    expect(file.transactions).toBe(3);
  });

  test('a refused write rejects alone', async () => {
    const writer = new Writer(database());
    const refused = writer.write(() => {
      throw new RangeError('no');
    });
    const taken = writer.write(() => 'yes');
    await expect(refused).rejects.toThrow(RangeError);
    expect(await taken).toBe('yes');
  });

  test('when the disk fails every write of the transaction rejects, and the next may succeed', async () => {
    const file = database();
    const writer = new Writer(file);
    file.diskFails = true;
    const settled = await Promise.allSettled([writer.write(() => 1), writer.write(() => 2)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    file.diskFails = false;
    expect(await writer.write(() => 3)).toBe(3);
  });

  test('drain resolves when nothing is left, also what a finished write set off', async () => {
    const writer = new Writer(database());
    const done: string[] = [];
    writer.write(() => 'first').then(() => writer.write(() => done.push('second')));
    await writer.drain();
    expect(done).toEqual(['second']);
  });
});
