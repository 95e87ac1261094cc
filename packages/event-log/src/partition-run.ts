import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { OwnershipLostError } from './errors.ts';
import type { BatchHandler, ConsumeOptions, LogRecord } from './port.ts';

/** What a run needs of its driver. */
export interface RunSource {
  /** Records from an offset on that are at hand; empty: `wake` is called when there may be some. */
  fetch(from: number): LogRecord[];
  /** `lazy`: nobody waits for it. */
  save(offset: number, options: { lazy: boolean }): Promise<void>;
  /** The lease turned out to be lost. */
  lost(): void;
}

/**
 * Batches of one partition begin at least this far apart, but for full ones: under load a batch then holds many records
 * and its costs are shared, and what comes after a quiet moment is handled at once.
 */
const BATCH_EVERY_MS = 40;
const FULL_RECORDS = 100;
const FULL_BYTES = 256 * 1024;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** One partition in the hands of one member: fetches when the handler is free, handles, saves, waits for more. */
export class PartitionRun {
  readonly at: Readonly<{ topic: string; partition: number }>;
  /** Resolves when the handler is through and `onRevoked` was called. */
  readonly ended: Promise<void>;
  readonly #options: ConsumeOptions;
  readonly #handler: BatchHandler;
  readonly #source: RunSource;
  readonly #stop = new AbortController();
  readonly #start: number;
  #pause = FIRST_PAUSE_MS;
  #wake: (() => void) | null = null;
  #saved: Promise<void> = Promise.resolve();

  constructor(
    at: { topic: string; partition: number; offset: number },
    use: { options: ConsumeOptions; handler: BatchHandler; source: RunSource },
  ) {
    this.at = { topic: at.topic, partition: at.partition };
    this.#start = at.offset;
    this.#options = use.options;
    this.#handler = use.handler;
    this.#source = use.source;
    this.ended = this.#run();
  }

  get ending(): boolean {
    return this.#stop.signal.aborted;
  }

  /** There may be more records. */
  wake(): void {
    this.#wake?.();
  }

  /** Stops soon; see `ended`. */
  end(): void {
    this.#stop.abort();
    this.wake();
  }

  async #run(): Promise<void> {
    let position = await this.#begin();
    while (!this.ending) position = await this.#step(position);
    await this.#saved;
    try {
      await this.#options.onRevoked?.(this.at);
    } catch (error) {
      this.#report(error);
    }
  }

  async #begin(): Promise<number> {
    while (!this.ending) {
      try {
        const told = await this.#options.onAssigned?.(this.at);
        return told ?? this.#start;
      } catch (error) {
        await this.#failed(error);
      }
    }
    return 0;
  }

  /** Gives the position to go on at. */
  async #step(position: number): Promise<number> {
    let records: LogRecord[];
    try {
      records = this.#source.fetch(position);
    } catch (error) {
      await this.#failed(error);
      return position;
    }
    const last = records.at(-1);
    if (!last) {
      await this.#untilWoken();
      return position;
    }
    const began = performance.now();
    const done = await this.#handle(records, last.offset + 1);
    // Handlers that never wait would otherwise keep everything else in the process from running.
    await nextTurn();
    const left = began + BATCH_EVERY_MS - performance.now();
    if (left > 0 && !this.#isFull(records)) {
      await sleep(left, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
    return done ?? position;
  }

  /** There is probably more to catch up with. */
  #isFull(records: readonly LogRecord[]): boolean {
    if (records.length >= Math.min(FULL_RECORDS, this.#options.maxBatch ?? FULL_RECORDS)) return true;
    let bytes = 0;
    for (const { value } of records) bytes += value.byteLength;
    return bytes >= FULL_BYTES;
  }

  /** Gives the offset up to which the batch is done; null when nothing of it is. */
  async #handle(records: readonly LogRecord[], end: number): Promise<number | null> {
    let done: number | null = null;
    const progress = async (offset: number) => {
      await this.#source.save(offset, { lazy: false });
      done = offset;
      this.#pause = FIRST_PAUSE_MS;
    };
    try {
      await this.#handler({ ...this.at, records, signal: this.#stop.signal, progress });
      // A handler that was told to stop may have left early: only what it called progress for is known to be done.
      if (this.ending || done === end) return done;
      this.#pause = FIRST_PAUSE_MS;
      this.#saved = this.#source.save(end, { lazy: true }).catch((error) => this.#unsaved(error));
      return end;
    } catch (error) {
      await this.#failed(error);
      return done;
    }
  }

  /** The next batch saves more; only a lost lease matters. */
  #unsaved(error: unknown): void {
    if (error instanceof OwnershipLostError) this.#source.lost();
    else if (!this.ending) this.#report(error);
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof OwnershipLostError) {
      this.end();
      this.#source.lost();
      return;
    }
    if (this.ending) return;
    this.#report(error);
    const pause = this.#pause;
    this.#pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  #report(error: unknown): void {
    this.#options.onError?.(error, this.at);
  }

  async #untilWoken(): Promise<void> {
    if (this.ending) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
  }
}
