import assert from 'node:assert/strict';
import { LogClosedError, RecordTooLargeError, TopicMismatchError } from '../errors.ts';
import {
  type Check,
  Collected,
  check,
  consume,
  count,
  numbered,
  numberOf,
  readAll,
  type Subject,
  until,
} from './kit.ts';

const MEGABYTE = 1024 * 1024;

export function appending(subject: Subject): Check[] {
  const full = subject.sizes === 'full';
  return [
    check(subject, 'gives positions in order, and reads back from one to the end', async ({ log, topic }) => {
      const name = await topic(1);
      const headers = { traceparent: '00-1-2-03', 名: '值' };
      const records = count(25).map((number) => ({ ...numbered('键', number), headers }));
      const positions = await log.append(name, records);
      assert.deepEqual(
        positions.map(({ partition, offset }) => [partition, offset]),
        count(25).map((offset) => [0, offset]),
      );
      const read = [];
      for await (const record of log.read(name, 0, 20)) read.push(record);
      assert.deepEqual(read.map(numberOf), [20, 21, 22, 23, 24]);
      assert.deepEqual([read[0]?.key, read[0]?.headers, read[0]?.topic, read[0]?.partition], ['键', headers, name, 0]);
      assert.ok(Math.abs((read[0]?.timestamp ?? 0) - Date.now()) < 600_000);
      assert.deepEqual([...(await log.bounds(name))], [{ partition: 0, first: 0, next: 25 }]);
    }),

    check(subject, 'appends nothing when there is nothing', async ({ log, topic }) => {
      assert.deepEqual(await log.append(await topic(2), []), []);
    }),

    check(subject, 'puts a key where partitionOf says', async ({ log, topic }) => {
      const name = await topic(6);
      const keys = ['', 'a', '云溪区', 'long '.repeat(50), '𠮷'];
      const positions = await log.append(
        name,
        keys.map((key) => numbered(key, 0)),
      );
      for (const [index, key] of keys.entries()) {
        assert.equal(positions[index]?.partition, await log.partitionOf(name, key));
      }
    }),

    check(subject, 'keeps the order of each key when many append at once', async ({ log, topic, name }) => {
      const target = await topic(4);
      const keys = count(8).map((key) => `key-${key}`);
      const each = full ? 300 : 60;
      await Promise.all(
        keys.map(async (key) => {
          for (let number = 0; number < each; number += 3) {
            await log.append(target, [numbered(key, number), numbered(key, number + 1), numbered(key, number + 2)]);
          }
        }),
      );
      const collected = new Collected();
      await consume(log, { group: name('group'), topics: [target] }, collected.handler);
      await until('all records came', () => collected.size === keys.length * each);
      for (const key of keys) assert.deepEqual(collected.numbersOf(key), count(each));
    }),

    check(subject, 'keeps the order of one large append', async ({ log, topic }) => {
      const name = await topic(3);
      const total = full ? 20_000 : 4000;
      const positions = await log.append(
        name,
        count(total).map((number) => numbered(`key-${number % 7}`, number)),
      );
      assert.equal(positions.length, total);
      const read = await readAll(log, name);
      assert.equal(read.length, total);
      const last = new Map<string, number>();
      for (const record of read) {
        assert.ok(numberOf(record) > (last.get(record.key) ?? -1));
        last.set(record.key, numberOf(record));
        const told = positions[numberOf(record)];
        assert.deepEqual([told?.partition, told?.offset], [record.partition, record.offset]);
      }
    }),

    check(
      subject,
      'takes records of 1 MB, and of 4 MiB, and refuses larger ones whole',
      async ({ log, topic, name }) => {
        const target = await topic(2);
        const sizes = full ? [...count(20).map(() => 1_000_000), 4 * MEGABYTE] : [1_000_000, 4 * MEGABYTE];
        const values = sizes.map((bytes, index) => Buffer.alloc(bytes, index + 1));
        await log.append(
          target,
          values.map((value, index) => ({ key: `key-${index}`, value })),
        );
        await assert.rejects(
          log.append(target, [numbered('small', 0), { key: 'large', value: Buffer.alloc(4 * MEGABYTE + 1) }]),
          RecordTooLargeError,
        );
        const collected = new Collected();
        await consume(log, { group: name('group'), topics: [target] }, collected.handler);
        await until('all records came', () => collected.size >= values.length);
        assert.equal((await readAll(log, target)).length, values.length);
        for (const { key, value } of collected.records) {
          assert.ok(values[Number(key.slice(4))]?.equals(value), `${key} came changed`);
        }
      },
    ),

    check(subject, 'carries 100,000 records through', async ({ log, topic, name }) => {
      const target = await topic(6);
      const total = full ? 100_000 : 5000;
      const collected = new Set<number>();
      await consume(log, { group: name('group'), topics: [target] }, async ({ records }) => {
        for (const record of records) collected.add(numberOf(record));
      });
      for (let from = 0; from < total; from += 1000) {
        await log.append(
          target,
          count(1000).map((number) => numbered(`key-${number % 101}`, from + number, 100)),
        );
      }
      await until('all records came', () => collected.size === total);
    }),

    check(
      subject,
      'refuses another number of partitions and topics that are not there',
      async ({ log, topic, name }) => {
        const existing = await topic(3);
        await log.ensureTopics([{ name: existing, partitions: 3, retention: null }]);
        await assert.rejects(
          log.ensureTopics([{ name: existing, partitions: 4, retention: null }]),
          TopicMismatchError,
        );
        await assert.rejects(log.append(name('nowhere'), [numbered('key', 0)]), TopicMismatchError);
        await assert.rejects(
          consume(log, { group: 'group', topics: [name('nowhere')] }, async () => {}),
          TopicMismatchError,
        );
        // What was wrong about those must not stay with the others.
        await log.append(existing, [numbered('key', 0)]);
      },
    ),

    check(subject, 'refuses work once it is closed', async ({ open, topic }) => {
      const name = await topic(1);
      const log = await open();
      await log.append(name, [numbered('key', 0)]);
      await log.close();
      await log.close();
      await assert.rejects(log.append(name, [numbered('key', 1)]), LogClosedError);
      await assert.rejects(log.bounds(name), LogClosedError);
    }),
  ];
}
