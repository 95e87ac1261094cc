import type { Committer } from './committer.ts';
import type { RecordTable } from './record-table.ts';
import type { Partition, TopicTable } from './topic-table.ts';

/** Records that go in one transaction. */
const PORTION = 1000;

/** Drops what the retention of its topic lets go. */
export class Sweeper {
  readonly #topics: TopicTable;
  readonly #records: RecordTable;
  readonly #committer: Committer;

  constructor(topics: TopicTable, records: RecordTable, committer: Committer) {
    this.#topics = topics;
    this.#records = records;
    this.#committer = committer;
  }

  /** A look at each partition when there is nothing to do; a little at a time when there is. Never fails. */
  async sweep(): Promise<void> {
    try {
      for (const { retention, partitions } of this.#topics.all()) {
        if (retention === null) continue;
        for (const partition of partitions) await this.#sweepOne(partition, Date.now() - retention);
      }
    } catch {
      // The next sweep takes it up again.
    }
  }

  async #sweepOne(partition: Partition, cutoff: number): Promise<void> {
    while ((this.#records.oldest(partition) ?? cutoff) < cutoff) {
      await this.#committer.commit(() => this.#records.sweep(partition, cutoff, PORTION));
    }
  }
}
