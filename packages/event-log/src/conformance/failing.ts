import assert from 'node:assert/strict';
import { LogUnavailableError } from '../errors.ts';
import type { Position } from '../port.ts';
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
        // What was saved but not told any more, because the process died in between, counts as finished too.
        const saved = new Map(
          (await log.progressOf(group, target)).map(({ partition, offset }) => [partition, offset ?? 0]),
        );
        for (const [partition = 0, offset = 0] of child.told('progressed')) {
          assert.ok((saved.get(partition) ?? 0) >= offset, `progress to ${offset} was acknowledged and is not there`);
        }
        const collected = new Collected();
        await consume(log, { group, topics: [target] }, collected.handler);
        const due = (await readAll(log, target)).filter(
          ({ partition, offset }) => offset >= (saved.get(partition) ?? 0),
        );
        await until('the rest came', () => collected.size >= due.length);
        const places = (records: readonly Position[]) => records.map((at) => `${at.partition}/${at.offset}`).sort();
        assert.deepEqual(places(collected.records), places(due));
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
          await Promise.all([assert.rejects(append(100), LogUnavailableError), Promise.allSettled(underWay)]);
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
