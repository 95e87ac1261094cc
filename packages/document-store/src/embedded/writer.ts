import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';

/** What the writer asks of the database. */
export interface Transactions {
  /** Durable when it returns; nothing happened when it throws. */
  transaction(work: () => void): void;
  /** Whether an error is the database's own, so that nothing in its transaction holds. */
  isOwnError(error: unknown): boolean;
}

interface Job {
  apply(): void;
  fail(error: unknown): void;
  done(): void;
}

/**
 * Least time between two flushes, milliseconds. A flush holds the event loop for about a millisecond whatever is in it:
 * under load many writes share one, and a write after a pause goes at once.
 */
const FLUSH_EVERY_MS = 15;

/** More in one transaction would keep the event loop, and other processes, waiting. */
const MOST_PER_TRANSACTION = 1000;

/**
 * Group commit: writes that come in while a flush is scheduled share one transaction and so one sync of the disk. Each is
 * judged on its own, in the order in which they came, and sees what the earlier ones wrote.
 */
export class Writer {
  readonly #database: Transactions;
  #queue: Job[] = [];
  #scheduled: Promise<void> | null = null;
  #flushedAt = 0;

  constructor(database: Transactions) {
    this.#database = database;
  }

  /** Resolves to what `write` gave once that is durable. What `write` throws rejects this call alone. */
  write<R>(write: () => R): Promise<R> {
    return new Promise((resolve, reject) => {
      let result: { of: R } | { error: unknown };
      this.#queue.push({
        apply() {
          result = { of: write() };
        },
        fail: reject,
        done: () => 'of' in result && resolve(result.of),
      });
      this.#scheduled ??= this.#flushSoon();
    });
  }

  /** Resolves when nothing is left to be written. */
  async drain(): Promise<void> {
    while (this.#scheduled) await this.#scheduled;
  }

  async #flushSoon(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#turn();
      const jobs = this.#queue;
      this.#queue = jobs.length > MOST_PER_TRANSACTION ? jobs.splice(MOST_PER_TRANSACTION) : [];
      this.#flush(jobs);
      this.#flushedAt = performance.now();
    }
    this.#scheduled = null;
  }

  /** Writes of the same turn of the event loop are together; more so when the last flush was a moment ago. */
  #turn(): Promise<void> {
    const left = this.#flushedAt + FLUSH_EVERY_MS - performance.now();
    return left > 0 ? pause(left) : immediate();
  }

  #flush(jobs: readonly Job[]): void {
    const written: Job[] = [];
    try {
      this.#database.transaction(() => {
        for (const job of jobs) if (this.#applied(job)) written.push(job);
      });
    } catch (error) {
      for (const job of jobs) job.fail(error);
      return;
    }
    for (const job of written) job.done();
  }

  /** False when the write was refused; it then has changed nothing. Errors of the database end the whole transaction. */
  #applied(job: Job): boolean {
    try {
      job.apply();
      return true;
    } catch (error) {
      if (this.#database.isOwnError(error)) throw error;
      job.fail(error);
      return false;
    }
  }
}
