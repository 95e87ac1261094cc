import assert from 'node:assert/strict';
import type { BatchHandler, EventLog } from '../port.ts';
import { Child } from './children.ts';
import {
  type Check,
  Collected,
  check,
  consume,
  count,
  gate,
  keysOfPartitions,
  numbered,
  type Subject,
  until,
} from './kit.ts';

const PARTITIONS = 4;

export function sharing(subject: Subject): Check[] {
  const twoMembers = async (first: EventLog, second: EventLog, target: string, group: string) => {
    const keys = await keysOfPartitions(first, target, PARTITIONS);
    const running = new Set<number>();
    const members = [new Collected(), new Collected()];
    const handlers = members.map(
      (collected): BatchHandler =>
        async (batch) => {
          assert.ok(!running.has(batch.partition), 'two members have a partition at the same time');
          running.add(batch.partition);
          await new Promise((resolve) => setTimeout(resolve, 2));
          running.delete(batch.partition);
          await collected.handler(batch);
        },
    );
    const [one, other] = members;
    const [oneHandler, otherHandler] = handlers;
    if (!one || !other || !oneHandler || !otherHandler) throw new Error('two members are needed');
    const appendRound = async (round: number) => {
      await first.append(
        target,
        keys.map((key) => numbered(key, round)),
      );
    };
    const placesOf = (collected: Collected, round: number) =>
      collected.records.filter((record) => JSON.parse(Buffer.from(record.value).toString()).number === round).length;
    const options = { group, topics: [target], onError: (error: unknown) => assert.fail(String(error)) };

    const consumption = await consume(first, options, oneHandler);
    await appendRound(0);
    await until('the only member has everything', () => placesOf(one, 0) === PARTITIONS);
    const joined = await consume(second, options, otherHandler);
    let round = 1;
    await until('both members have half', async () => {
      await appendRound(round);
      await until('the round is through', () => placesOf(one, round) + placesOf(other, round) >= PARTITIONS);
      round++;
      return placesOf(one, round - 1) === PARTITIONS / 2 && placesOf(other, round - 1) === PARTITIONS / 2;
    });
    await consumption.close();
    await appendRound(round);
    await until('the one that is left has everything', () => placesOf(other, round) === PARTITIONS);
    for (const key of keys) {
      const numbers: ReadonlySet<number> = new Set([...one.numbersOf(key), ...other.numbersOf(key)]);
      assert.deepEqual(
        [...numbers].sort((a, b) => a - b),
        count(round + 1),
      );
    }
    await joined.close();
  };

  const checks = [
    check(subject, 'shares the partitions of a group and hands them over', async ({ log, topic, name }) => {
      await twoMembers(log, log, await topic(PARTITIONS), name('group'));
    }),

    check(subject, 'shares them between handles as between processes', async ({ log, open, topic, name }) => {
      await twoMembers(log, await open(), await topic(PARTITIONS), name('group'));
    }),

    check(subject, 'asks onAssigned again after a hand-over', async ({ log, open, topic, name }) => {
      const target = await topic(1);
      const group = name('group');
      await log.append(
        target,
        count(10).map((number) => numbered('key', number)),
      );
      const first = await consume(log, { group, topics: [target] }, async (batch) => batch.progress(2));
      await until('the first has made progress', async () => (await log.progressOf(group, target))[0]?.offset === 10);
      await first.close();
      const collected = new Collected();
      const options = { group, topics: [target], onAssigned: async () => 5 };
      await consume(await open(), options, collected.handler);
      await until('the rest came', () => collected.size === 5);
      assert.deepEqual(collected.numbersOf('key'), [5, 6, 7, 8, 9]);
    }),

    check(
      subject,
      'waits for the handler of a partition before another member has it',
      async ({ log, open, topic, name }) => {
        const target = await topic(2);
        const group = name('group');
        const keys = await keysOfPartitions(log, target, 2);
        const [busy, finish] = [gate(), gate()];
        let holding = 0;
        const told = gate();
        await consume(log, { group, topics: [target] }, async ({ signal }) => {
          holding++;
          if (holding === 2) busy.open();
          signal.addEventListener('abort', told.open);
          await finish.opened;
          holding--;
        });
        await log.append(
          target,
          keys.map((key) => numbered(key, 0)),
        );
        await busy.opened;
        const collected = new Collected();
        const joining = consume(await open(), { group, topics: [target] }, async (batch) => {
          assert.ok(holding < 2, 'a partition was handed over under its handler');
          await collected.handler(batch);
        });
        await told.opened;
        setTimeout(finish.open, 100);
        await joining;
        let round = 1;
        await until('the second has its share', async () => {
          await log.append(
            target,
            keys.map((key) => numbered(key, round)),
          );
          round++;
          return collected.size > 0;
        });
      },
    ),

    check(subject, 'closes also while another member keeps it waiting', async ({ log, open, topic, name }) => {
      const target = await topic(1);
      const options = { group: name('group'), topics: [target] };
      const [busy, finish] = [gate(), gate()];
      await consume(log, options, async () => {
        busy.open();
        await finish.opened;
      });
      await log.append(target, [numbered('key', 0)]);
      await busy.opened;
      const other = await open();
      const joining = Promise.allSettled([consume(other, options, async () => {})]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await other.close();
      await joining;
      finish.open();
    }),

    check(subject, 'takes over from a process that was killed', async ({ log, topic, name }) => {
      const target = await topic(PARTITIONS);
      const group = name('group');
      const keys = await keysOfPartitions(log, target, PARTITIONS);
      const child = new Child('consume', subject.url, target, group);
      try {
        await child.until('consumes', () => child.told('consuming').length > 0);
        const collected = new Collected();
        await consume(log, { group, topics: [target], maxBatch: 1 }, collected.handler);
        let round = 0;
        const appendRound = async () => {
          await log.append(
            target,
            keys.map((key) => numbered(key, round)),
          );
          round++;
        };
        await until('both processes have a share', async () => {
          await appendRound();
          return collected.size > 0 && child.told('handled').length > 0;
        });
        await child.kill9();
        await appendRound();
        const total = PARTITIONS * round;
        const theirs = () => child.told('handled').map(([partition, offset]) => `${partition}/${offset}`);
        const ours = () => collected.records.map(({ partition, offset }) => `${partition}/${offset}`);
        await until('all records were handled', () => new Set([...theirs(), ...ours()]).size === total);
      } finally {
        await child.kill9();
      }
    }),
  ];
  return subject.sizes === 'quick' ? checks : [...checks, fencing(subject)];
}

function fencing(subject: Subject): Check {
  return check(subject, 'refuses the progress of a member that hung and was replaced', async ({ log, topic, name }) => {
    const target = await topic(1);
    const group = name('group');
    await log.append(target, [numbered('key', 0), numbered('key', 1)]);
    const child = new Child('hold', subject.url, target, group);
    try {
      await child.until('holds the partition', () => child.told('holding').length > 0);
      child.signal('SIGSTOP');
      const collected = new Collected();
      await consume(log, { group, topics: [target] }, collected.handler);
      await until('the other member took over', () => collected.size === 2);
      child.signal('SIGCONT');
      await child.until('was refused', () => child.told('OwnershipLostError').length > 0);
      await until('the progress stands', async () => (await log.progressOf(group, target))[0]?.offset === 2);
    } finally {
      child.signal('SIGCONT');
      await child.kill9();
    }
  });
}
