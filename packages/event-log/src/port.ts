/** A place in a topic. Offsets grow by at least one within a partition and are never given twice. */
export interface Position {
  topic: string;
  partition: number;
  offset: number;
}

export interface NewRecord {
  /** Records of one key keep their order. */
  key: string;
  /** At most 4 MiB. */
  value: Uint8Array;
  /** Trace context and the like; text only. */
  headers?: Readonly<Record<string, string>>;
}

export interface LogRecord extends Position {
  key: string;
  value: Uint8Array;
  headers: Readonly<Record<string, string>>;
  /** When the log took it, milliseconds since the epoch. */
  timestamp: number;
}

export interface TopicSpec {
  name: string;
  partitions: number;
  /** Milliseconds after which a record may go; null: it stays for ever. */
  retention: number | null;
}

/** Records of one partition, in order, given to one handler at a time. */
export interface Batch {
  topic: string;
  partition: number;
  /** Never empty. */
  records: readonly LogRecord[];
  /** Aborted when the partition is taken away or the consumption closes: stop soon, keep what `progress` has. */
  signal: AbortSignal;
  /**
   * Everything before `offset` is done: after a crash or a hand-over the group goes on at `offset`.
   * Resolves when that is durable. Throws OwnershipLostError when the partition now belongs to another member.
   */
  progress(offset: number): Promise<void>;
}

/**
 * Handles a batch. When it resolves, the whole batch is done (progress to its end is saved for it). When it throws, the
 * rest after the last progress comes again after a growing pause (100 ms to 30 s); other partitions go on meanwhile.
 */
export type BatchHandler = (batch: Batch) => Promise<void>;

export interface ConsumeOptions {
  /** Members of one group share the partitions; each group sees everything. */
  group: string;
  topics: readonly string[];
  /** Where a group starts that has no progress yet. */
  startAt: 'earliest' | 'latest';
  /** Most records in one batch; default 500. The driver holds at most two batches a partition in memory. */
  maxBatch?: number;
  /**
   * Called before the first batch of a partition after each assignment. May return the offset to go on at instead of the
   * group's saved progress (a changelog knows better); null keeps the saved one.
   */
  onAssigned?(partition: { topic: string; partition: number }): Promise<number | null>;
  /** Called when a partition went to another member, or the consumption closes; the batch's signal is aborted before. */
  onRevoked?(partition: { topic: string; partition: number }): Promise<void>;
  /** Each failure of a handler, for the log and the metrics. */
  onError?(error: unknown, at: { topic: string; partition: number }): void;
}

export interface Consumption {
  /** Stops taking records, waits for the handlers that run, saves their progress. */
  close(): Promise<void>;
}

/**
 * The log that every service reads from and writes to.
 *
 * Promises that each driver keeps (they are what the conformance suite checks):
 * appended records are durable when `append` resolves; records of one key keep their order; every group sees every record
 * at least once; one partition has one handler at a time within a group.
 */
export interface EventLog {
  /** Creates what is missing; safe to repeat. Throws TopicMismatchError where a topic has another number of partitions. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /**
   * Appends records of one topic, in order, and resolves to their positions, in the same order, when all are durable.
   * Rejects with LogUnavailableError when the log is away: some, all or none may have been written; append them again
   * (ids make the second copy harmless).
   */
  append(topic: string, records: readonly NewRecord[]): Promise<Position[]>;
  consume(options: ConsumeOptions, handler: BatchHandler): Promise<Consumption>;
  /** Reads back from an offset to what is the end at the time of the call. */
  read(topic: string, partition: number, from: number): AsyncIterable<LogRecord>;
  /** First offset still there and the offset that the next record gets, by partition. */
  bounds(topic: string): Promise<readonly { partition: number; first: number; next: number }[]>;
  /** Where a group stands, by partition; null where it has no progress. For lag and the ledger. */
  progressOf(group: string, topic: string): Promise<readonly { partition: number; offset: number | null }[]>;
  /** The partition that a key falls into. */
  partitionOf(topic: string, key: string): Promise<number>;
  /** Closes consumptions first. */
  close(): Promise<void>;
}
