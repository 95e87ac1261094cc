import { describe, expect, test } from '@jest/globals';
import type { Answer, Command } from '../src/embedded/command.ts';
import { Writer } from '../src/embedded/writer.ts';
import { BadQueryError, StoreClosedError, StoreUnavailableError } from '../src/index.ts';

function deletion(id: string): Command {
  return { do: 'delete', collection: 'cases', id, expected: undefined };
}

/** Keeps the ids of each transaction; answers as `answers` has it for an id, `done` otherwise. */
function file(answers: Readonly<Record<string, Answer>> = {}) {
  const transactions: string[][] = [];
  const apply = async (commands: readonly Command[]): Promise<Answer[]> => {
    const ids = commands.map((command) => ('id' in command ? command.id : ''));
    transactions.push(ids);
    return ids.map((id) => answers[id] ?? 'done');
  };
  return { transactions, apply };
}

describe('group commit', () => {
  test('writes called together share one transaction, in order', async () => {
    const { transactions, apply } = file();
    const writer = new Writer(apply);
    const ids = Array.from({ length: 100 }, (_, n) => String(n));
    await Promise.all(ids.map((id) => writer.write(deletion(id))));
    expect(transactions).toEqual([ids]);
  });

  test('what comes in while a transaction is under way is in the next one, together', async () => {
    const { transactions, apply } = file();
    const first = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const writer = new Writer(async (commands) => {
      begun.resolve();
      await first.promise;
      return apply(commands);
    });
    const writes = [writer.write(deletion('a'))];
    await begun.promise;
    writes.push(writer.write(deletion('b')), writer.write(deletion('c')));
    first.resolve();
    await Promise.all(writes);
    expect(transactions).toEqual([['a'], ['b', 'c']]);
  });

  test('more than 1,000 are spread over several', async () => {
    const { transactions, apply } = file();
    const writer = new Writer(apply);
    await Promise.all(Array.from({ length: 2500 }, (_, n) => writer.write(deletion(String(n)))));
    expect(transactions.map(({ length }) => length)).toEqual([1000, 1000, 500]);
  });

  test('each write gets its own answer', async () => {
    const writer = new Writer(file({ c: 'conflict', r: { refused: 'no' }, f: { failed: 'locked' } }).apply);
    const writes = ['c', 'r', 'f', 'd'].map((id) => writer.write(deletion(id)));
    const [conflict, refused, failed, done] = await Promise.allSettled(writes);
    expect(conflict).toEqual({ status: 'fulfilled', value: 'conflict' });
    expect(refused).toEqual({ status: 'rejected', reason: new BadQueryError('no') });
    expect(failed).toEqual({ status: 'rejected', reason: new StoreUnavailableError('locked') });
    expect(done).toEqual({ status: 'fulfilled', value: 'done' });
  });

  test('when the thread dies every write of the transaction rejects, and the next may succeed', async () => {
    const { apply } = file();
    let dead = true;
    const writer = new Writer(async (commands) => {
      if (dead) throw new StoreUnavailableError('dead');
      return apply(commands);
    });
    const settled = await Promise.allSettled([writer.write(deletion('a')), writer.write(deletion('b'))]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    dead = false;
    expect(await writer.write(deletion('a'))).toBe('done');
  });

  test('close resolves when nothing is left, also what a finished write set off; then nothing is taken', async () => {
    const { transactions, apply } = file();
    const writer = new Writer(apply);
    writer.write(deletion('first')).then(() => writer.write(deletion('second')));
    await writer.close();
    expect(transactions).toEqual([['first'], ['second']]);
    await expect(writer.write(deletion('late'))).rejects.toThrow(StoreClosedError);
  });
});
