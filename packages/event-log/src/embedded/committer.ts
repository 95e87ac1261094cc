import type { DatabaseSync } from 'node:sqlite';
import { EventLogError, LogClosedError, LogUnavailableError } from '../errors.ts';
import { isBusy } from './database.ts';

interface Work {
  /** What to do inside the transaction. An EventLogError that it throws (having changed nothing) is its own alone. */
  run(): () => void;
  reject(error: unknown): void;
  since: number;
}

/** How long a flush may hold up the event loop before the rest waits for the next one. */
const LONGEST_FLUSH_MS = 30;
/** How long writes wait for another process to let go of the database. */
const GIVE_UP_MS = 2000;
const RETRY_MS = 15;
/** Least time between two flushes: a flush costs about a millisecond of the event loop whatever is in it. */
const FLUSH_EVERY_MS = 3;
/** Work that nobody waits for joins the next flush, or makes one after this time. */
const LAZY_MS = 20;

/**
 * Group commit: everything that asks to be written in one turn of the event loop shares one transaction and so one flush
 * to the disk. Works run in the order in which they came.
 */
export class Committer {
  readonly #database: DatabaseSync;
  readonly #hooks: { begun(): void; committed(): void; rolledBack(): void };
  #queue: Work[] = [];
  #turn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #flushedAt = 0;
  #closed = false;

  constructor(database: DatabaseSync, hooks: { begun(): void; committed(): void; rolledBack(): void }) {
    this.#database = database;
    this.#hooks = hooks;
  }

  /**
   * Runs `work` inside a transaction and resolves to its result when that is durable. Rejects with LogUnavailableError when
   * the database cannot be written. `lazy`: nobody waits, so it may ride on a later flush.
   */
  commit<Result>(work: () => Result, { lazy = false } = {}): Promise<Result> {
    if (this.#closed) return Promise.reject(new LogClosedError());
    return new Promise((resolve, reject) => {
      const run = () => {
        const result = work();
        return () => resolve(result);
      };
      this.#queue.push({ run, reject, since: Date.now() });
      if (lazy) this.#later(LAZY_MS);
      else this.#soon();
    });
  }

  /** Writes what waits, as far as the database lets it, and takes no more. */
  close(): void {
    this.#closed = true;
    while (this.#queue.length > 0 && this.#flush());
    this.#failAll(new LogClosedError());
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }

  #soon(): void {
    const left = this.#flushedAt + FLUSH_EVERY_MS - performance.now();
    // Timers below a millisecond fire after one, which would only cost.
    if (left >= 1) this.#later(left);
    else this.#flushThisTurn();
  }

  #flushThisTurn(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined;
      if (!this.#flush()) this.#later(RETRY_MS);
      else if (this.#queue.length > 0) this.#soon();
    });
  }

  #later(ms: number): void {
    const due = performance.now() + ms;
    if (this.#turn || (this.#timer && this.#due <= due)) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#queue.length > 0) this.#flushThisTurn();
    }, ms);
  }

  /** False when the database was busy and the works wait on. */
  #flush(): boolean {
    const taken: Work[] = [];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      this.#hooks.begun();
      const outcomes = this.#runSome(taken);
      this.#database.exec('COMMIT');
      this.#flushedAt = performance.now();
      for (const settle of outcomes) settle();
      this.#hooks.committed();
      return true;
    } catch (error) {
      this.#rollBack();
      if (isBusy(error)) {
        this.#queue.unshift(...taken);
        this.#giveUpOld(error);
        return false;
      }
      const failure = new LogUnavailableError('the embedded log cannot be written', error);
      for (const work of taken) work.reject(failure);
      if (taken.length === 0) this.#failAll(failure);
      return true;
    }
  }

  #runSome(taken: Work[]): (() => void)[] {
    const outcomes: (() => void)[] = [];
    const started = performance.now();
    for (const work of this.#queue) {
      taken.push(work);
      try {
        outcomes.push(work.run());
      } catch (error) {
        if (!(error instanceof EventLogError)) {
          this.#queue = this.#queue.slice(taken.length);
          throw error;
        }
        outcomes.push(() => work.reject(error));
      }
      if (performance.now() - started > LONGEST_FLUSH_MS) break;
    }
    this.#queue = this.#queue.slice(taken.length);
    return outcomes;
  }

  #rollBack(): void {
    this.#hooks.rolledBack();
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  #giveUpOld(cause: unknown): void {
    const limit = Date.now() - GIVE_UP_MS;
    const old = this.#queue.filter((work) => work.since <= limit);
    this.#queue = this.#queue.filter((work) => work.since > limit);
    for (const work of old) work.reject(new LogUnavailableError('another process holds the embedded log', cause));
  }

  #failAll(error: unknown): void {
    const failed = this.#queue;
    this.#queue = [];
    for (const work of failed) work.reject(error);
  }
}
