import { type Collection, VersionConflictError } from '@yihaotong/document-store';
import type { TallyBody } from '../store/bodies.ts';
import { type Counted, dayOf, emptyTally, fold } from './fold.ts';

/** Adds the records of a batch to the books. One document, and with it one write, for each day that they belong to. */
export async function tallyBatch(
  tallies: Collection<TallyBody>,
  topic: string,
  partition: number,
  records: readonly Counted[],
): Promise<void> {
  for (const [day, ofDay] of Map.groupBy(records, dayOf)) {
    await tallyDay(tallies, emptyTally(topic, partition, day), ofDay);
  }
}

async function tallyDay(tallies: Collection<TallyBody>, empty: TallyBody, records: Counted[]): Promise<void> {
  const id = `${empty.topic}/${empty.partition}/${empty.day}`;
  for (;;) {
    const stored = await tallies.get(id);
    const after = fold(stored?.body ?? empty, records);
    if (after.next === stored?.body.next) return;
    try {
      await tallies.put(id, after, stored?.version ?? 0);
      return;
    } catch (error) {
      // A member that lost the partition may still be writing; what it counted is seen on the next round.
      if (!(error instanceof VersionConflictError)) throw error;
    }
  }
}
