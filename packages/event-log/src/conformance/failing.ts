import assert from 'node:assert/strict';
import { LogUnavailableError } from '../errors.ts';
import { Child } from './children.ts';
import { type Check, Collected, check, consume, numbered, numberOf, readAll, type Subject, until } from './kit.ts';

export function failing(subject: Subject): Check[] {
  const full = subject.sizes === 'full';
  return [
    check(subject, 'loses nothing acknowledged when the appending process is killed', async ({ log, topic }) => {
      const target = await topic(3);
      for (let kills = 0; kills < (full ? 3 : 1); kills++) {
        const before = await readAll(log, target);
        const child = new Child('append', subject.url, target);
        const wanted = full ? 300 : 40;
        try {
          await child.until('appends', () => child.told('acknowledged').length > wanted);
        } finally {
          await child.kill9();
        }
        const there = (await readAll(log, target)).filter(
          ({ partition, offset }) => !before.some((old) => old.partition === partition && old.offset === offset),
        );
        const highest = new Map<string, number>();
        for (const [writer = 0, number = 0] of child.told('acknowledged')) highest.set(`writer-${writer}`, number);
        for (const [key, number] of highest) {
          const numbers = there.filter((record) => record.key === key).map(numberOf);
          assert.deepEqual(
            numbers,
            numbers.map((_, index) => index),
            `${key} is out of order`,
          );
          assert.ok(numbers.length > number, `${key}: ${number} was acknowledged and is not there`);
        }
      }
    }),

    check(
      subject,
      'gives again what a killed consumer had not finished, and nothing before it',
      async ({ log, topic, name }) => {
        const target = await topic(2);
        const group = name('group');
        const total = 200;
        await log.append(
          target,
          Array.from({ length: total }, (_, number) => numbered(`key-${number % 10}`, number)),
        );
        const child = new Child('consume', subject.url, target, group);
        try {
          await child.until('makes progress', () => child.told('progressed').length > 20);
        } finally {
          await child.kill9();
        }
        const collected = new Collected();
        await consume(log, { group, topics: [target] }, collected.handler);
        const done = new Map(child.told('progressed').map(([partition = 0, offset = 0]) => [partition, offset]));
        const due = (await readAll(log, target)).filter(
          ({ partition, offset }) => offset >= (done.get(partition) ?? 0),
        );
        const came = () => new Set(collected.records.map(({ partition, offset }) => `${partition}/${offset}`));
        await until('the rest came', () => due.every(({ partition, offset }) => came().has(`${partition}/${offset}`)));
        // At most what was made durable but not told any more is missing.
        assert.ok(collected.records.every(({ partition, offset }) => offset >= (done.get(partition) ?? 0)));
      },
    ),

    check(
      subject,
      'says so while the log is away, and goes on by itself when it is back',
      async ({ log, topic, name }) => {
        const target = await topic(3);
        const collected = new Collected();
        await consume(log, { group: name('group'), topics: [target] }, collected.handler);
        const acknowledged: number[] = [];
        const append = async (number: number) => {
          await log.append(target, [numbered(`key-${number % 5}`, number)]);
          acknowledged.push(number);
        };
        for (let number = 0; number < 50; number++) await append(number);
        // Some are under way when it goes.
        const underWay = Array.from({ length: 50 }, (_, index) => append(50 + index));
        await subject.outage.begin();
        try {
          await Promise.allSettled(underWay);
          await assert.rejects(append(100), LogUnavailableError);
        } finally {
          await subject.outage.end();
        }
        await until('it takes records again', () =>
          append(101).then(
            () => true,
            (error) => {
              assert.ok(error instanceof LogUnavailableError, String(error));
              return false;
            },
          ),
        );
        const came = () => new Set(collected.records.map(numberOf));
        await until('all that was acknowledged came', () => acknowledged.every((number) => came().has(number)));
        const read = new Set((await readAll(log, target)).map(numberOf));
        assert.deepEqual(
          acknowledged.filter((number) => !read.has(number)),
          [],
        );
      },
    ),
  ];
}
