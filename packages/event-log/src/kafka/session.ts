import { setTimeout as sleep } from 'node:timers/promises';
import { PartitionRun } from '../partition-run.ts';
import type { BatchHandler, ConsumeOptions } from '../port.ts';
import { PartitionBuffer } from './buffer.ts';
import { Commits } from './commits.ts';
import { Fetching } from './fetching.ts';
import { type Generation, type Group, isFenced, type Place, SESSION_TIMEOUT_MS } from './group.ts';
import type { Wire } from './wire.ts';

const HEARTBEAT_MS = 1000;
const MAX_BATCH = 500;

export interface SessionUse {
  options: ConsumeOptions;
  handler: BatchHandler;
  wire: Wire;
  group: Group;
  trouble(error: unknown): void;
}

/** One generation of a member: from getting its share of the partitions until the group shares anew. */
export class Session {
  readonly #generation: Generation;
  readonly #use: SessionUse;
  readonly #commits: Commits;
  readonly #fetching: Fetching;
  readonly #runs = new Map<PartitionBuffer, PartitionRun>();
  readonly #over: Promise<void>;
  readonly #finished = new AbortController();
  #end: () => void = () => undefined;

  constructor(generation: Generation, starts: readonly (Place & { offset: number })[], use: SessionUse) {
    this.#generation = generation;
    this.#use = use;
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#commits = new Commits(
      (offsets) => use.group.commit(generation, offsets),
      () => this.end(),
    );
    const buffers = starts.map(({ topic, partition }) => new PartitionBuffer(topic, partition));
    this.#fetching = new Fetching(use.wire, buffers, {
      filled: (buffer) => this.#runs.get(buffer)?.wake(),
      trouble: use.trouble,
    });
    starts.forEach((start, index) => {
      const buffer = buffers[index];
      if (buffer) this.#runs.set(buffer, this.#run(start, buffer));
    });
  }

  #run(start: Place & { offset: number }, buffer: PartitionBuffer): PartitionRun {
    const { options, handler } = this.#use;
    return new PartitionRun(start, {
      options,
      handler,
      source: {
        fetch: (from) => {
          const records = buffer.take(from, options.maxBatch ?? MAX_BATCH);
          this.#fetching.room();
          return records;
        },
        save: (offset, how) => this.#commits.save(start, offset, how),
        lost: () => this.end(),
      },
    });
  }

  /** The partitions are to be given back. */
  end(): void {
    this.#end();
  }

  /** Resolves when the generation is over and its handlers are through: only then the group may give them to others. */
  async run(): Promise<void> {
    const beating = this.#beat();
    await this.#over;
    for (const run of this.#runs.values()) run.end();
    await Promise.all([...this.#runs.values()].map((run) => run.ended));
    await this.#commits.settle();
    this.#finished.abort();
    await Promise.all([beating, this.#fetching.stop()]);
  }

  /** Goes on while handlers come to their end, so that the group waits for them. */
  async #beat(): Promise<void> {
    let heard = Date.now();
    while (!this.#finished.signal.aborted) {
      await sleep(HEARTBEAT_MS, undefined, { signal: this.#finished.signal }).catch(() => undefined);
      if (this.#finished.signal.aborted) return;
      try {
        await this.#use.group.heartbeat(this.#generation);
        heard = Date.now();
      } catch (error) {
        if (isFenced(error)) this.end();
        // Nobody heard us for so long that the group has given our partitions to others.
        else if (Date.now() - heard > SESSION_TIMEOUT_MS) this.end();
      }
    }
  }
}
