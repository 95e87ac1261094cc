import type { LogRecord } from '../port.ts';

/** What was fetched of one partition and not handled yet: one answer of the broker at most. */
export class PartitionBuffer {
  readonly topic: string;
  readonly partition: number;
  #records: LogRecord[] = [];
  /** Where the handler goes on; null until it asked for the first time. */
  #position: number | null = null;
  #fetchFrom = 0;
  #notBefore = 0;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  /** Whether the handler is being served and there is room. */
  get wants(): boolean {
    return this.#position !== null && this.#records.length === 0 && Date.now() >= this.#notBefore;
  }

  /** The offset to fetch from. */
  get offset(): number {
    return this.#fetchFrom;
  }

  /** The handler takes at most `count` records from an offset on, which may be another one than expected. */
  take(from: number, count: number): LogRecord[] {
    if (from !== this.#position) {
      this.#records = [];
      this.#position = from;
      this.#fetchFrom = from;
    }
    const taken = this.#records.splice(0, count);
    const last = taken.at(-1);
    if (last) this.#position = last.offset + 1;
    return taken;
  }

  /** What the handler waits for is gone: the next that is there is at `offset`. */
  skipTo(offset: number): void {
    this.#fetchFrom = offset;
  }

  /** Puts in what was fetched from `asked`, unless the handler has jumped since. Gives whether there is something new. */
  fill(asked: number, records: LogRecord[], next: number): boolean {
    if (asked !== this.#fetchFrom || this.#records.length > 0) return false;
    this.#records = records;
    this.#fetchFrom = next;
    return records.length > 0;
  }

  /** Leaves the partition alone for a while. */
  restFor(ms: number): void {
    this.#notBefore = Date.now() + ms;
  }
}
