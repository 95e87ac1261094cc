import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LogRecord } from '../port.ts';
import {
  type Check,
  Collected,
  check,
  consume,
  count,
  gate,
  keysOfPartitions,
  numbered,
  numberOf,
  type Subject,
  until,
} from './kit.ts';

export function consuming(subject: Subject): Check[] {
  const full = subject.sizes === 'full';
  return [
    check(subject, 'shows every record to every group', async ({ log, topic, name }) => {
      const target = await topic(3);
      const groups = [new Collected(), new Collected(), new Collected()];
      for (const { handler } of groups) await consume(log, { group: name('group'), topics: [target] }, handler);
      await log.append(
        target,
        count(90).map((number) => numbered(`key-${number % 9}`, number)),
      );
      for (const collected of groups) await until('all records came', () => collected.size === 90);
    }),

    check(subject, 'reads several topics in one group', async ({ log, topic, name }) => {
      const topics = [await topic(2), await topic(3)];
      const collected = new Collected();
      await consume(log, { group: name('group'), topics }, collected.handler);
      for (const target of topics) await log.append(target, [numbered('a', 0), numbered('b', 0)]);
      await until('all records came', () => collected.size === 4);
      assert.deepEqual(new Set(collected.records.map((record) => record.topic)), new Set(topics));
    }),

    check(subject, 'starts at the latest where asked, and goes on from there', async ({ log, open, topic, name }) => {
      const target = await topic(1);
      const group = name('group');
      await log.append(target, [numbered('key', 0)]);
      const first = await consume(log, { group, topics: [target], startAt: 'latest' }, async () => {});
      await first.close();
      await log.append(target, [numbered('key', 1)]);
      const collected = new Collected();
      await consume(await open(), { group, topics: [target], startAt: 'latest' }, collected.handler);
      await log.append(target, [numbered('key', 2)]);
      await until('both came', () => collected.size === 2);
      assert.deepEqual(collected.numbersOf('key'), [1, 2]);
    }),

    check(subject, 'gives no more than maxBatch, and tells where a group stands', async ({ log, topic, name }) => {
      const target = await topic(1);
      const group = name('group');
      assert.deepEqual([...(await log.progressOf(group, target))], [{ partition: 0, offset: null }]);
      await log.append(
        target,
        count(40).map((number) => numbered('key', number)),
      );
      const sizes: number[] = [];
      await consume(log, { group, topics: [target], maxBatch: 7 }, async ({ records }) => {
        sizes.push(records.length);
      });
      await until('the progress is at the end', async () => (await log.progressOf(group, target))[0]?.offset === 40);
      assert.ok(Math.max(...sizes) <= 7 && Math.min(...sizes) > 0, `batches of ${sizes}`);
    }),

    check(subject, 'lets one handler at a time have a partition', async ({ log, topic, name }) => {
      const target = await topic(2);
      const running = new Set<number>();
      const collected = new Collected();
      await consume(log, { group: name('group'), topics: [target], maxBatch: 5 }, async (batch) => {
        assert.ok(!running.has(batch.partition), 'two handlers at a time');
        running.add(batch.partition);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running.delete(batch.partition);
        await collected.handler(batch);
      });
      for (const number of count(20)) {
        await log.append(target, [numbered('a', number), numbered('b', number), numbered('c', number)]);
      }
      await until('all records came', () => collected.size === 60);
    }),

    check(subject, 'tries a failed batch again, and lets the other partitions go on', async ({ log, topic, name }) => {
      const target = await topic(3);
      const [poisoned = '', ...others] = await keysOfPartitions(log, target, 3);
      const collected = new Collected();
      const errors: string[] = [];
      let tries = 0;
      const onError = (error: unknown) => errors.push(String(error));
      await consume(log, { group: name('group'), topics: [target], onError }, async (batch) => {
        for (const record of batch.records) {
          if (record.key === poisoned && numberOf(record) === 1 && ++tries <= 2) throw new Error('poison');
          collected.records.push(record);
          await batch.progress(record.offset + 1);
        }
      });
      await log.append(
        target,
        [poisoned, ...others].flatMap((key) => count(5).map((number) => numbered(key, number))),
      );
      await until('the others are through', () => others.every((key) => collected.numbersOf(key).length === 5));
      await until('the poisoned one is through', () => collected.numbersOf(poisoned).length === 5);
      assert.deepEqual(errors, ['Error: poison', 'Error: poison']);
      assert.equal(collected.records.length, 15, 'what had been progressed over came again');
    }),

    check(subject, 'lets a handler progress past a record that it cannot read', async ({ log, topic, name }) => {
      const target = await topic(1);
      const seen: number[] = [];
      await consume(log, { group: name('group'), topics: [target], maxBatch: 2 }, async (batch) => {
        for (const record of batch.records) {
          seen.push(numberOf(record));
          await batch.progress(record.offset + 1);
          if (numberOf(record) === 1) throw new Error('unreadable');
        }
      });
      await log.append(
        target,
        count(6).map((number) => numbered('key', number)),
      );
      await until('the last one came', () => seen.includes(5));
      assert.deepEqual(seen, count(6));
    }),

    check(subject, 'goes on where onAssigned says', async ({ log, topic, name }) => {
      const target = await topic(2);
      const keys = await keysOfPartitions(log, target, 2);
      await log.append(
        target,
        keys.flatMap((key) => count(10).map((number) => numbered(key, number))),
      );
      const collected = new Collected();
      const asked: string[] = [];
      const onAssigned = async (place: { topic: string; partition: number }) => {
        asked.push(`${place.topic}/${place.partition}`);
        return place.partition === 0 ? 7 : null;
      };
      await consume(log, { group: name('group'), topics: [target], onAssigned }, collected.handler);
      await until('the rest came', () => collected.size === 13);
      assert.deepEqual(collected.numbersOf(keys[0] ?? ''), [7, 8, 9]);
      assert.deepEqual(asked.sort(), [`${target}/0`, `${target}/1`]);
    }),

    check(
      subject,
      'waits for a busy handler when it closes, and keeps its progress',
      async ({ log, open, topic, name }) => {
        const target = await topic(1);
        const group = name('group');
        await log.append(
          target,
          count(10).map((number) => numbered('key', number)),
        );
        const [busy, finish] = [gate(), gate()];
        let through = false;
        let revoked = false;
        const onRevoked = async () => {
          assert.ok(through, 'revoked before the handler was through');
          revoked = true;
        };
        const first = await consume(log, { group, topics: [target], onRevoked }, async (batch) => {
          await batch.progress(4);
          busy.open();
          await finish.opened;
          assert.ok(batch.signal.aborted, 'the signal was not aborted');
          await batch.progress(6);
          through = true;
        });
        await busy.opened;
        const closed = first.close().then(() => assert.ok(through && revoked, 'closed before the handler was through'));
        setTimeout(finish.open, 50);
        await closed;
        const collected = new Collected();
        await consume(await open(), { group, topics: [target] }, collected.handler);
        await until('the rest came', () => collected.numbersOf('key').includes(9));
        assert.deepEqual(collected.numbersOf('key'), [6, 7, 8, 9]);
      },
    ),

    check(subject, 'holds little in memory for a slow consumer', async ({ log, topic, name }) => {
      const target = await topic(2);
      const [records, each] = full ? [800, 100_000] : [300, 50_000];
      for (let from = 0; from < records; from += 10) {
        await log.append(
          target,
          count(10).map((number) => numbered(`key-${number}`, from + number, each)),
        );
      }
      const slow = gate();
      const collected = new Set<number>();
      const held = new Set<readonly LogRecord[]>();
      const before = memory();
      await consume(log, { group: name('group'), topics: [target] }, async (batch) => {
        held.add(batch.records);
        await slow.opened;
        held.delete(batch.records);
        for (const record of batch.records) collected.add(numberOf(record));
      });
      await until('both partitions have a handler', () => held.size === 2);
      // Time for a driver without bounds to go wrong.
      await new Promise((resolve) => setTimeout(resolve, full ? 3000 : 300));
      const grown = memory() - before;
      assert.ok(grown < (records * each) / 2, `${grown} bytes more than before`);
      slow.open();
      await until('all records came', () => collected.size === records);
    }),
  ];
}

/** Bytes in use after a collection of garbage. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
