import { describe, expect, test } from '@jest/globals';
import type { TestPlatform } from '@yihaotong/adapter-kit/testing';
import type { Batch, EventLog } from '@yihaotong/event-log';
import { stream } from './stream.ts';
import { decisions, hasNormalized, normalizeUntil, onPlatform, recordOf } from './support.ts';

const COUNT = 60;
// In one partition: between partitions of `petitions.received` no order is promised, and what comes first decides.
const RECORDS = stream(COUNT).map((said) => recordOf(said, 'one partition'));

/** The outputs of a run in which nothing went wrong. */
async function undisturbed(): Promise<Record<string, object>> {
  let expected: Record<string, object> = {};
  await onPlatform(async (platform) => {
    await platform.eventLog.append('petitions.received', RECORDS);
    await normalizeUntil(platform, hasNormalized(platform, COUNT));
    expected = await decisions(platform);
  });
  return expected;
}

/** A platform whose handlers fall, each so many times, after all was appended and before the progress is saved. */
function falling(platform: TestPlatform, times: number): TestPlatform {
  const fallen = new Map<string, number>();
  const consume: EventLog['consume'] = (options, handler) =>
    platform.eventLog.consume({ ...options, maxBatch: 7 }, async (batch: Batch) => {
      await handler(batch);
      const place = `${options.group} ${batch.partition}`;
      const before = fallen.get(place) ?? 0;
      if (before >= times) return;
      fallen.set(place, before + 1);
      throw new Error('fell after the append');
    });
  return Object.assign(Object.create(platform), { eventLog: { ...platform.eventLog, consume } });
}

describe('when a handler falls after it appended and before its progress is saved', () => {
  test('the outputs are the same and a reader sees none twice', async () => {
    const expected = await undisturbed();
    await onPlatform(async (platform) => {
      await platform.eventLog.append('petitions.received', RECORDS);
      await normalizeUntil(falling(platform, 2), hasNormalized(platform, COUNT));
      const raw = await platform.events('petitions.understood');
      expect(raw.length).toBeGreaterThan(COUNT);
      expect(await decisions(platform)).toEqual(expected);
      expect(platform.telemetry.sum('handlerErrors')).toBeGreaterThan(0);
    });
  });

  test('the same holds when the log goes away for a while in the middle', async () => {
    const expected = await undisturbed();
    await onPlatform(async (platform) => {
      await platform.eventLog.append('petitions.received', RECORDS);
      platform.eventLog.goAway();
      setTimeout(() => platform.eventLog.comeBack(), 150);
      await normalizeUntil(platform, hasNormalized(platform, COUNT));
      expect(await decisions(platform)).toEqual(expected);
    });
  });
});

describe('when the work is taken over', () => {
  test('a normalizer that starts later goes on as the first one would have', async () => {
    const expected = await undisturbed();
    await onPlatform(async (platform) => {
      for (const until of [COUNT / 3, (2 * COUNT) / 3, COUNT]) {
        await platform.eventLog.append('petitions.received', RECORDS.slice(until - COUNT / 3, until));
        await normalizeUntil(platform, hasNormalized(platform, until));
      }
      expect(await decisions(platform)).toEqual(expected);
    });
  });

  test('two normalizers that share the partitions decide as one does', async () => {
    const expected = await undisturbed();
    await onPlatform(async (platform) => {
      await platform.eventLog.append('petitions.received', RECORDS);
      await normalizeUntil(platform, hasNormalized(platform, COUNT), 2);
      expect(await decisions(platform)).toEqual(expected);
    });
  });
});
