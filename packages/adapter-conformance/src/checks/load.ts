import assert from 'node:assert/strict';
import type { CheckSpec } from '../check.ts';
import { type Mortal, withMortal } from '../mortal.ts';
import { sample } from '../sample.ts';
import type { Subject } from '../subject.ts';
import { until } from '../until.ts';

/**
 * Enough that what is kept of each item cannot hide in the noise of the heap, which was measured at half a megabyte.
 * A poll channel takes one item after the other, each with its flushes, so it gets fewer and longer ones.
 * `length`: code points of a text, three bytes each; fewer where a channel carries only short items.
 */
const LOAD = {
  push: { warmUp: 150, items: 800, length: 2_700 },
  poll: { warmUp: 50, items: 250, length: 5_400 },
};
const AT_ONCE = 64;
/** Bytes that may be kept for each item. */
const PER_ITEM = 512;
/** Caches that fill once, statements, compiled code: generous. */
const ALLOWANCE = 2 * 1024 * 1024;
const PATIENCE = 60_000;

const bounded: CheckSpec = {
  name: 'holds on to no more memory after many items',
  must: 'After megabytes of items the process holds, after a full collection, not much more than after the first of them.',
  run: (subject) =>
    withMortal(subject, async (mortal) => {
      await mortal.live('works');
      const { warmUp, items, length } = LOAD[subject.channel.kind];
      const bring = async (count: number) => {
        const before = mortal.appended;
        await bringMany(subject, mortal, count, length);
        await until(`${count} items are on the log`, () => mortal.appended - before >= count, PATIENCE);
      };
      await bring(warmUp);
      const before = await mortal.heldBytes();
      await bring(items);
      // What the channel still works on may be held for a moment; what it keeps does not go away.
      let grown = Number.POSITIVE_INFINITY;
      const small = async () => {
        grown = (await mortal.heldBytes()) - before;
        return grown < ALLOWANCE + items * PER_ITEM;
      };
      const settled = await until('the memory is given back', small).catch(() => false);
      assert.ok(
        settled,
        `${items} items left ${(grown / 1024 / 1024).toFixed(1)} MB behind, ${Math.round(grown / items)} bytes each`,
      );
    }),
};

async function bringMany(subject: Subject, mortal: Mortal, count: number, length: number): Promise<void> {
  const text = '路'.repeat(Math.min(length, Math.floor(subject.channel.capabilities.maxItemBytes / 12)));
  const make = () => sample(subject, new Date(), { text }).item;
  if (subject.channel.kind === 'poll') return mortal.offer(Array.from({ length: count }, make));
  let left = count;
  const lane = async () => {
    while (left-- > 0) assert.ok(await mortal.sendAndSee(make()), 'an item was not accepted under load');
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

export const loadChecks: readonly CheckSpec[] = [bounded];
