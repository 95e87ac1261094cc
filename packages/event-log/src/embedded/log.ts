import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LogClosedError, RecordTooLargeError } from '../errors.ts';
import { MAX_VALUE_BYTES, partitionForKey } from '../partitioner.ts';
import type {
  BatchHandler,
  ConsumeOptions,
  Consumption,
  EventLog,
  LogRecord,
  NewRecord,
  Position,
  TopicSpec,
} from '../port.ts';
import { Committer } from './committer.ts';
import { openDatabase } from './database.ts';
import { Member, type MemberHost } from './member.ts';
import { type Instance, MemberTable } from './member-table.ts';
import { RecordTable } from './record-table.ts';
import { Sweeper } from './sweeper.ts';
import { type Partition, TopicTable } from './topic-table.ts';

/** Bytes after which a batch is full, whatever the number of its records. */
const BATCH_BYTES = 1024 * 1024;
const READ_RECORDS = 1000;
/** Most records of one `append` in one transaction, so that none holds up the event loop for long. */
const CHUNK = 1000;
/** How often we look whether another process changed something. */
const POLL_MS = 100;
const BEAT_MS = 1000;
const SWEEP_MS = 60_000;

/** Opens the log in a folder; several processes may have it open at once. */
export async function openEmbeddedLog(folder: string): Promise<EventLog> {
  return new EmbeddedLog(await openDatabase(folder));
}

class EmbeddedLog implements EventLog {
  readonly #database: DatabaseSync;
  readonly #topics: TopicTable;
  readonly #records: RecordTable;
  readonly #members: MemberTable;
  readonly #committer: Committer;
  readonly #sweeper: Sweeper;
  readonly #consuming = new Set<Member>();
  readonly #grown = new Set<number>();
  readonly #timers: NodeJS.Timeout[];
  readonly #self: Instance = { id: randomUUID(), host: hostname(), pid: process.pid, started: Date.now() };
  #joined = false;
  #seenVersion = -1;
  #seenMembership = -1;
  #closing: Promise<void> | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#topics = new TopicTable(database);
    this.#records = new RecordTable(database);
    this.#members = new MemberTable(database, this.#topics);
    this.#committer = new Committer(database, {
      begun: () => this.#records.refresh(),
      committed: () => this.#wakeGrown(),
      rolledBack: () => this.#rolledBack(),
    });
    this.#sweeper = new Sweeper(this.#topics, this.#records, this.#committer);
    this.#timers = [
      setInterval(() => this.#poll(), POLL_MS),
      setInterval(() => this.#beat(), BEAT_MS),
      setInterval(() => void this.#sweeper.sweep(), SWEEP_MS),
    ];
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    await this.#committer.commit(() => this.#topics.ensure(topics));
    await this.#sweeper.sweep();
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<Position[]> {
    this.#refuseClosed();
    const { partitions } = this.#topics.get(topic);
    for (const { value } of records) {
      if (value.byteLength <= MAX_VALUE_BYTES) continue;
      throw new RecordTooLargeError(`a record of ${value.byteLength} bytes for ${topic}: at most ${MAX_VALUE_BYTES}`);
    }
    const positions: Position[] = [];
    // One after the other, so that nothing is written behind a part that failed.
    for (let at = 0; at < records.length; at += CHUNK) {
      positions.push(...(await this.#appendChunk(topic, partitions, records.slice(at, at + CHUNK))));
    }
    return positions;
  }

  async #appendChunk(
    topic: string,
    partitions: readonly Partition[],
    records: readonly NewRecord[],
  ): Promise<Position[]> {
    const targets = records.map(({ key }) => partitions[partitionForKey(key, partitions.length)] ?? never());
    const offsets = await this.#committer.commit(() => {
      for (const target of targets) this.#grown.add(target.id);
      return this.#records.append(records, targets, Date.now());
    });
    return targets.map(({ number }, index) => ({ topic, partition: number, offset: offsets[index] ?? never() }));
  }

  async consume(options: ConsumeOptions, handler: BatchHandler): Promise<Consumption> {
    this.#refuseClosed();
    for (const topic of options.topics) this.#topics.get(topic);
    this.#joined = true;
    const member = new Member(options, handler, this.#host());
    this.#consuming.add(member);
    try {
      await member.start();
    } catch (error) {
      this.#consuming.delete(member);
      throw error;
    }
    const close = async () => {
      await member.close();
      this.#consuming.delete(member);
    };
    return { close };
  }

  #host(): MemberHost {
    const commit = async <Result>(work: () => Result, { group }: ConsumeOptions): Promise<Result> => {
      const result = await this.#committer.commit(work);
      for (const member of this.#consuming) if (member.options.group === group) void member.reconcile();
      return result;
    };
    return {
      join: (options) =>
        commit(() => this.#members.join(this.#self, options.group, options.topics, Date.now()), options),
      reconcile: ({ group, startAt }, member) =>
        this.#committer.commit(() =>
          this.#members.reconcile(group, member, (partition) =>
            startAt === 'latest' ? this.#records.next(partition) : null,
          ),
        ),
      release: (options, partition, member) =>
        commit(() => this.#members.release(options.group, partition, member), options),
      leave: (options, member) => commit(() => this.#members.leave(member), options),
      save: ({ group }, member, lease, { offset, lazy }) =>
        this.#committer.commit(() => this.#members.save(group, member, lease, offset), { lazy }),
      fetch: (partition, from, count) =>
        this.#records.batch(partition, from, Number.MAX_SAFE_INTEGER, count, BATCH_BYTES),
      first: (partition) => this.#topics.bounds(partition.topic)[partition.number]?.first ?? 0,
    };
  }

  read(topic: string, partition: number, from: number): AsyncIterable<LogRecord> {
    this.#refuseClosed();
    const place = this.#topics.partition(topic, partition);
    const end = this.#topics.bounds(topic)[partition]?.next ?? 0;
    return this.#pages(place, from, end);
  }

  async *#pages(partition: Partition, from: number, end: number): AsyncGenerator<LogRecord> {
    let next = from;
    while (next < end) {
      this.#refuseClosed();
      const page = this.#records.batch(partition, next, end, READ_RECORDS, BATCH_BYTES);
      const last = page.at(-1);
      if (!last) return;
      yield* page;
      next = last.offset + 1;
      await nextTurn();
    }
  }

  async bounds(topic: string): Promise<readonly { partition: number; first: number; next: number }[]> {
    this.#refuseClosed();
    return this.#topics.bounds(topic);
  }

  async progressOf(group: string, topic: string): Promise<readonly { partition: number; offset: number | null }[]> {
    this.#refuseClosed();
    return this.#topics
      .get(topic)
      .partitions.map((place) => ({ partition: place.number, offset: this.#members.offset(group, place) }));
  }

  async partitionOf(topic: string, key: string): Promise<number> {
    this.#refuseClosed();
    return partitionForKey(key, this.#topics.get(topic).partitions.length);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers.slice(2)) clearInterval(timer);
    await Promise.all([...this.#consuming].map((member) => member.close()));
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#joined) {
      await this.#committer.commit(() => this.#members.removeInstance(this.#self.id)).catch(() => undefined);
    }
    this.#committer.close();
    this.#database.close();
  }

  #refuseClosed(): void {
    if (!this.#database.isOpen || this.#closing) throw new LogClosedError();
  }

  #wakeGrown(): void {
    if (this.#grown.size === 0) return;
    const grown = [...this.#grown];
    this.#grown.clear();
    for (const member of this.#consuming) for (const partition of grown) member.wake(partition);
  }

  #rolledBack(): void {
    this.#records.forget();
    this.#grown.clear();
  }

  /** Another process may have appended, joined, left or released. */
  #poll(): void {
    const version = this.#records.foreignVersion();
    if (version === this.#seenVersion) return;
    this.#seenVersion = version;
    for (const member of this.#consuming) member.wakeAll();
    const membership = this.#members.version();
    if (membership === this.#seenMembership) return;
    this.#seenMembership = membership;
    for (const member of this.#consuming) void member.reconcile();
  }

  #beat(): void {
    if (this.#consuming.size === 0) return;
    const before = this.#members.version();
    this.#committer
      .commit(() => {
        this.#members.beat(this.#self, Date.now());
        return this.#members.version();
      })
      .then((after) => {
        if (after !== before) for (const member of this.#consuming) void member.reconcile();
      })
      .catch(() => undefined);
  }
}

function never(): never {
  throw new Error('a place that cannot be missing is missing');
}
