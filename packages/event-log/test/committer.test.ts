import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Committer } from '../src/embedded/committer.ts';
import { LogClosedError, LogUnavailableError, OwnershipLostError } from '../src/index.ts';

describe('group commit', () => {
  let database: DatabaseSync;
  let committer: Committer;
  let flushes: number;
  const put = (value: number) => () => database.prepare('INSERT INTO items VALUES (?)').run(value).changes;
  const items = () =>
    database
      .prepare('SELECT value FROM items')
      .all()
      .map(({ value }) => value);

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE items (value INTEGER UNIQUE)');
    flushes = 0;
    committer = new Committer(database, {
      begun: () => undefined,
      committed: () => {
        flushes++;
      },
      rolledBack: () => undefined,
    });
  });

  test('writes what came in one turn with one flush, in its order', async () => {
    await Promise.all([3, 1, 2].map((value) => committer.commit(put(value))));
    expect(items()).toEqual([3, 1, 2]);
    expect(flushes).toBe(1);
  });

  test('lets work that nobody waits for ride along', async () => {
    const lazy = committer.commit(put(1), { lazy: true });
    await committer.commit(put(2));
    await lazy;
    expect(flushes).toBe(1);
  });

  test('writes work that nobody waits for also when nothing else comes', async () => {
    await committer.commit(put(1), { lazy: true });
    expect(items()).toEqual([1]);
  });

  test('refuses one work without hurting the others', async () => {
    const refused = () => {
      throw new OwnershipLostError('not yours');
    };
    const results = await Promise.allSettled(
      [1, 2].map((value) => committer.commit(put(value))).concat(committer.commit(refused)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(items()).toEqual([1, 2]);
  });

  test('keeps nothing of a flush that failed, and works again after it', async () => {
    const results = await Promise.allSettled([1, 1].map((value) => committer.commit(put(value))));
    for (const result of results) {
      expect(result.status === 'rejected' && result.reason).toBeInstanceOf(LogUnavailableError);
    }
    expect(items()).toEqual([]);
    await committer.commit(put(1));
    expect(items()).toEqual([1]);
  });

  test('writes what waits when it closes, and takes no more', async () => {
    const waiting = committer.commit(put(1), { lazy: true });
    committer.close();
    await waiting;
    expect(items()).toEqual([1]);
    await expect(committer.commit(put(2))).rejects.toThrow(LogClosedError);
  });
});
