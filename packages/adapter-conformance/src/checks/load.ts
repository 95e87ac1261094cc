import assert from 'node:assert/strict';
import type { CheckSpec } from '../check.ts';
import { withMortal } from '../mortal.ts';
import { sample } from '../sample.ts';
import type { Subject } from '../subject.ts';
import { until } from '../until.ts';

/** Enough that what is kept for each item cannot hide in the noise of the heap, which was measured at half a megabyte. */
const ITEMS = { push: 1_200, poll: 800 };
const WARM_UP = 200;
const AT_ONCE = 64;
/** Code points of an item's text: 8 kB, or what a channel of short messages carries. */
const LENGTH = 2_700;
/** Bytes that may be kept for each item. */
const PER_ITEM = 512;
/** Caches that fill once, statements, compiled code: generous. */
const ALLOWANCE = 2 * 1024 * 1024;
const PATIENCE = 60_000;

const bounded: CheckSpec = {
  name: 'holds on to no more memory after thousands of items',
  must: `After a thousand items of 8 kB the process holds, after a full collection, not much more than after ${WARM_UP}.`,
  run: (subject) =>
    withMortal(subject, async (mortal) => {
      await mortal.live('works');
      const bring = async (count: number) => {
        const before = mortal.appended;
        await bringMany(subject, mortal, count);
        await until(`${count} items are on the log`, () => mortal.appended - before >= count, PATIENCE);
      };
      await bring(WARM_UP);
      const before = await mortal.heldBytes();
      const items = ITEMS[subject.channel.kind];
      await bring(items);
      const grown = (await mortal.heldBytes()) - before;
      assert.ok(
        grown < ALLOWANCE + items * PER_ITEM,
        `${items} items left ${(grown / 1024 / 1024).toFixed(1)} MB behind, ${Math.round(grown / items)} bytes each`,
      );
    }),
};

async function bringMany(subject: Subject, mortal: Parameters<Parameters<typeof withMortal>[1]>[0], count: number) {
  const length = Math.min(LENGTH, Math.floor(subject.channel.capabilities.maxItemBytes / 12));
  const text = '路'.repeat(length);
  const make = () => sample(subject, new Date(), { text }).item;
  if (subject.channel.kind === 'poll') return mortal.offer(Array.from({ length: count }, make));
  let left = count;
  const lane = async () => {
    while (left-- > 0) assert.ok(await mortal.sendAndSee(make()), 'an item was not accepted under load');
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

export const loadChecks: readonly CheckSpec[] = [bounded];
