import { readEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { createPartitionMatcher, type PartitionMatcher } from './match.ts';

const DAY = 24 * 60 * 60 * 1000;

/**
 * What matching knows of a partition, from the partition's own outputs: `petitions.normalized` is its changelog.
 * An output that cannot be read is passed over; it was written by us, and readers quarantine it.
 */
export async function rebuild({ eventLog, policy, telemetry }: Platform, partition: number): Promise<PartitionMatcher> {
  const current = policy.current();
  const matcher = createPartitionMatcher({ windowMs: current.matterWindowDays * DAY });
  const bounds = await eventLog.bounds('petitions.normalized');
  const first = bounds.find((bound) => bound.partition === partition)?.first ?? 0;
  for await (const { offset, value } of eventLog.read('petitions.normalized', partition, first)) {
    try {
      matcher.restore(readEvent('petitions.normalized', value), current);
    } catch (error) {
      telemetry.logger.error({ err: error, partition, offset }, 'an output could not be read back');
    }
  }
  return matcher;
}
