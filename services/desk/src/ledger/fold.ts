import type { TallyBody } from '../store/bodies.ts';

/** One record as the ledger sees it. */
export interface Counted {
  offset: number;
  channel: string;
  /** When the petition was received, UTC: it is counted in that hour wherever it shows up. */
  receivedAt: string;
  kind: 'received' | 'normalized' | 'redelivered';
  /** Where it was made from; a second record made from the same place is a copy and not counted. */
  origin: { partition: number; offset: number } | null;
}

export const dayOf = (record: Counted): string => record.receivedAt.slice(0, 10);

export function emptyTally(topic: string, partition: number, day: string): TallyBody {
  return { topic, partition, day, next: 0, origins: {}, counts: {} };
}

/**
 * Counts records of one topic, partition and day, in the order of their offsets. What was counted before is left out, so
 * that a batch that comes again changes nothing.
 */
export function fold(before: TallyBody, records: readonly Counted[]): TallyBody {
  const tally = structuredClone(before);
  for (const record of records) {
    if (record.offset < tally.next) continue;
    tally.next = record.offset + 1;
    if (record.origin && isCopy(tally, record.origin)) continue;
    count(tally, record);
  }
  return tally;
}

function isCopy(tally: TallyBody, origin: { partition: number; offset: number }): boolean {
  const seen = tally.origins[origin.partition] ?? 0;
  if (origin.offset < seen) return true;
  tally.origins[origin.partition] = origin.offset + 1;
  return false;
}

function count(tally: TallyBody, { channel, receivedAt, kind }: Counted): void {
  const hour = String(Number(receivedAt.slice(11, 13)));
  tally.counts[channel] ??= {};
  const hours = tally.counts[channel];
  hours[hour] ??= {};
  const kinds = hours[hour];
  kinds[kind] = (kinds[kind] ?? 0) + 1;
}
