import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Books, sum } from '../src/ledger/accounts.ts';
import { type Counted, emptyTally, fold } from '../src/ledger/fold.ts';

const DAY = '2026-03-10';
const empty = () => emptyTally('petitions.normalized', 0, DAY);

const counted = (offset: number, changes: Partial<Counted> = {}): Counted => ({
  offset,
  channel: 'app',
  receivedAt: `${DAY}T04:00:00.000Z`,
  kind: 'normalized',
  origin: null,
  ...changes,
});

const totals = (tally: ReturnType<typeof empty>) => {
  const books = new Books();
  books.addTally(tally);
  return books.channels();
};

describe('counting records', () => {
  test('each counts once, in its channel and its hour', () => {
    const tally = fold(empty(), [
      counted(3),
      counted(5, { channel: 'sms', receivedAt: `${DAY}T23:59:59.999Z` }),
      counted(6, { kind: 'redelivered' }),
    ]);
    expect(tally.counts).toEqual({ app: { 4: { normalized: 1, redelivered: 1 } }, sms: { 23: { normalized: 1 } } });
    expect(tally.next).toBe(7);
  });

  test('a second record made from the same place is a copy and counts nothing', () => {
    const origin = { partition: 2, offset: 40 };
    const tally = fold(empty(), [
      counted(0, { origin }),
      counted(1, { origin: { partition: 2, offset: 41 } }),
      counted(2, { origin }),
      counted(3, { origin: { partition: 2, offset: 41 } }),
      counted(4, { origin: { partition: 3, offset: 0 } }),
    ]);
    expect(totals(tally).app).toMatchObject({ normalized: 3 });
  });

  test('however batches are cut, and however often parts come again, the counts are the same', () => {
    const origins = fc.record({ partition: fc.nat(2), offset: fc.nat(30) });
    const records = fc
      .array(fc.record({ channel: fc.constantFrom('app', 'sms'), origin: fc.option(origins) }), { maxLength: 40 })
      .map((parts) => parts.map((part, offset) => counted(offset, part)));
    fc.assert(
      fc.property(records, fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 10 }), (all, cuts) => {
        const whole = fold(empty(), all);
        let tally = empty();
        let done = 0;
        for (const [back, ahead] of cuts) {
          // A crash loses the progress, not the counts: reading goes on at or before where it was.
          const from = Math.max(0, done - back);
          const to = Math.max(done, Math.min(all.length, done + ahead));
          tally = fold(tally, all.slice(from, to));
          done = to;
        }
        expect(fold(tally, all.slice(done))).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the books', () => {
  const at = { hour: `${DAY}T04:00:00.000Z`, channel: 'app' };
  const entry = { entries: 1, openItems: 0, openRecords: 0, recoveredRecords: 0 };
  const received = (count: number) => ({ ...empty(), counts: { app: { 4: { received: count } } } });
  const normalized = (count: number) => ({ ...empty(), counts: { app: { 4: { normalized: count } } } });

  test.each([
    ['what is on the way is in flight', received(3), normalized(1), entry, [3, 1, 0, 2]],
    [
      "an adapter's open entry is received and quarantined",
      received(0),
      normalized(0),
      { ...entry, openItems: 1 },
      [1, 0, 1, 0],
    ],
    ['two entries alike count twice', received(0), normalized(0), { ...entry, entries: 2, openItems: 1 }, [2, 0, 2, 0]],
    ['recovered, it is what came of it', received(1), normalized(1), entry, [1, 1, 0, 0]],
    [
      "a record's open entry was received before",
      received(2),
      normalized(1),
      { ...entry, openRecords: 1 },
      [2, 1, 1, 0],
    ],
    ['recovered, it came in again', received(3), normalized(2), { ...entry, recoveredRecords: 1 }, [2, 2, 0, 0]],
  ])('%s', (_name, first, second, counts, [receivedCount, normalizedCount, quarantinedCount, inFlight]) => {
    const books = new Books();
    books.addTally(first);
    books.addTally(second);
    books.addQuarantine(at, counts);
    expect(books.channels().app).toEqual({
      received: receivedCount,
      normalized: normalizedCount,
      redelivered: 0,
      quarantined: quarantinedCount,
      inFlight,
    });
  });

  test('hours come oldest first, from the one that is asked for', () => {
    const books = new Books();
    books.addTally({ ...empty(), counts: { app: { 9: { received: 1 }, 4: { received: 2 }, 1: { received: 4 } } } });
    expect(books.hours(`${DAY}T04:00:00.000Z`).map(({ hour, total }) => [hour, total.received])).toEqual([
      [`${DAY}T04:00:00.000Z`, 2],
      [`${DAY}T09:00:00.000Z`, 1],
    ]);
  });

  test('nothing adds up to nothing', () => {
    expect(sum([])).toEqual({ received: 0, normalized: 0, redelivered: 0, quarantined: 0, inFlight: 0 });
  });
});
