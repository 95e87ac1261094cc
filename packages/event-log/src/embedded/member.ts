import { PartitionRun } from '../partition-run.ts';
import type { BatchHandler, ConsumeOptions, Consumption, LogRecord } from '../port.ts';
import type { Assignment, Lease } from './member-table.ts';
import type { Partition } from './topic-table.ts';

/** What a member needs of the log. */
export interface MemberHost {
  join(options: ConsumeOptions): Promise<number>;
  reconcile(options: ConsumeOptions, member: number): Promise<Assignment | null>;
  release(options: ConsumeOptions, partition: Partition, member: number): Promise<void>;
  leave(options: ConsumeOptions, member: number): Promise<void>;
  save(
    options: ConsumeOptions,
    member: number,
    lease: Pick<Lease, 'partition' | 'epoch'>,
    at: { offset: number; lazy: boolean },
  ): Promise<void>;
  fetch(partition: Partition, from: number, count: number): LogRecord[];
  first(partition: Partition): number;
}

const MAX_BATCH = 500;

/** One consumption: a member of its group, with the partitions that are its share now. */
export class Member implements Consumption {
  readonly options: ConsumeOptions;
  readonly #handler: BatchHandler;
  readonly #host: MemberHost;
  /** By partition id. */
  readonly #runs = new Map<number, { run: PartitionRun; epoch: number }>();
  /** -1 until it has joined. */
  #id = -1;
  #work: Promise<void> = Promise.resolve();
  #asked = false;
  #closing: Promise<void> | null = null;

  constructor(options: ConsumeOptions, handler: BatchHandler, host: MemberHost) {
    this.options = options;
    this.#handler = handler;
    this.#host = host;
  }

  async start(): Promise<void> {
    this.#id = await this.#host.join(this.options);
    await this.reconcile();
  }

  /** Takes its share and gives up what is no more part of it. Never fails: it is tried again with the next change. */
  reconcile(): Promise<void> {
    if (this.#asked) return this.#work;
    this.#asked = true;
    this.#work = this.#work.then(async () => {
      this.#asked = false;
      if (this.#id >= 0 && !this.#closing) await this.#share().catch((error) => this.#report(error));
    });
    return this.#work;
  }

  /** The partition may have more records. */
  wake(partition: number): void {
    this.#runs.get(partition)?.run.wake();
  }

  wakeAll(): void {
    for (const { run } of this.#runs.values()) run.wake();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const { run } of this.#runs.values()) run.end();
    await this.#work;
    await Promise.all([...this.#runs.values()].map(({ run }) => run.ended));
    // Where that cannot be written, the others find out when this process is gone.
    await this.#host.leave(this.options, this.#id).catch((error) => this.#report(error));
  }

  async #share(): Promise<void> {
    const assignment = await this.#host.reconcile(this.options, this.#id);
    if (this.#closing) return;
    if (!assignment) {
      for (const { run } of this.#runs.values()) run.end();
      this.#id = await this.#host.join(this.options);
      void this.reconcile();
      return;
    }
    const owned = new Map(assignment.owned.map((lease) => [lease.partition.id, lease]));
    for (const [partition, { run, epoch }] of this.#runs) if (owned.get(partition)?.epoch !== epoch) run.end();
    for (const partition of assignment.surrender) this.#surrender(partition);
    const leaving = new Set(assignment.surrender);
    for (const lease of assignment.owned) if (!leaving.has(lease.partition)) this.#run(lease);
  }

  #surrender(partition: Partition): void {
    const run = this.#runs.get(partition.id)?.run;
    if (run?.ending) return;
    run?.end();
    const member = this.#id;
    (run?.ended ?? Promise.resolve())
      .then(() => this.#host.release(this.options, partition, member))
      .catch((error) => this.#report(error));
  }

  #run(lease: Lease): void {
    const { partition } = lease;
    const before = this.#runs.get(partition.id)?.run;
    if (before) {
      // The handler that still runs may save more: start after it, from there.
      if (before.ending) void before.ended.then(() => this.reconcile());
      return;
    }
    const member = this.#id;
    const start = lease.offset ?? this.#host.first(partition);
    const run = new PartitionRun(
      { topic: partition.topic, partition: partition.number, offset: start },
      {
        options: this.options,
        handler: this.#handler,
        source: {
          fetch: (from) => this.#host.fetch(partition, from, this.options.maxBatch ?? MAX_BATCH),
          save: (offset, { lazy }) => this.#host.save(this.options, member, lease, { offset, lazy }),
          lost: () => void this.reconcile(),
        },
      },
    );
    this.#runs.set(partition.id, { run, epoch: lease.epoch });
    void run.ended.then(() => {
      if (this.#runs.get(partition.id)?.run === run) this.#runs.delete(partition.id);
    });
  }

  #report(error: unknown): void {
    const topic = this.options.topics[0] ?? '';
    this.options.onError?.(error, { topic, partition: -1 });
  }
}
