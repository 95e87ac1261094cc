import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchHandler, ConsumeOptions, Consumption, EventLog, LogRecord, NewRecord } from '../port.ts';

/** The log under test. */
export interface Subject {
  /** What `openEventLog` takes; child processes open the same log by it. */
  url: string;
  open(): Promise<EventLog>;
  /** `quick` takes a few seconds in all; `full` has the sizes that the port promises. */
  sizes: 'quick' | 'full';
  /** Takes the log away, as far as everybody who uses it can see, and brings it back. */
  outage: { begin(): Promise<void>; end(): Promise<void> };
}

export interface Check {
  /** A sentence about behaviour. */
  name: string;
  /** Throws when the driver does not keep the promise. */
  run(): Promise<void>;
}

/** What a check works with; everything that it opened is closed after it. */
export interface Bench {
  subject: Subject;
  log: EventLog;
  /** Another handle on the same log, as another process has one. */
  open(): Promise<EventLog>;
  /** A new topic. */
  topic(partitions: number): Promise<string>;
  /** A new name. */
  name(prefix: string): string;
}

/** Deadlines are generous: they only end a check that would never end. */
export const DEADLINE_MS = 90_000;

export function check(subject: Subject, name: string, work: (bench: Bench) => Promise<void>): Check {
  return {
    name,
    async run() {
      const opened: EventLog[] = [];
      const open = async () => {
        const log = await subject.open();
        opened.push(log);
        return log;
      };
      const unique = (prefix: string) => `${prefix}-${randomUUID()}`;
      try {
        const log = await open();
        const topic = async (partitions: number) => {
          const spec = { name: unique('topic'), partitions, retention: null };
          await log.ensureTopics([spec]);
          return spec.name;
        };
        await work({ subject, log, open, topic, name: unique });
      } finally {
        await Promise.all(opened.map((log) => log.close()));
      }
    },
  };
}

/** Waits until something holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await sleep(10);
  }
}

/** A promise and the function that resolves it. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A record that says which one of its key it is. */
export function numbered(key: string, number: number, bytes = 0): NewRecord {
  return { key, value: Buffer.from(JSON.stringify({ key, number, filling: 'x'.repeat(bytes) })) };
}

export function numberOf(record: LogRecord): number {
  return JSON.parse(Buffer.from(record.value).toString('utf8')).number;
}

/** Records by place, in the order in which handlers got them. */
export class Collected {
  readonly records: LogRecord[] = [];

  readonly handler: BatchHandler = async ({ records }) => {
    this.records.push(...records);
  };

  /** Numbers of one key, each once, in the order of their first appearance. */
  numbersOf(key: string): number[] {
    return [...new Set(this.records.filter((record) => record.key === key).map(numberOf))];
  }

  /** Different records. */
  get size(): number {
    return new Set(this.records.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`)).size;
  }
}

export async function consume(
  log: EventLog,
  options: Partial<ConsumeOptions> & Pick<ConsumeOptions, 'group' | 'topics'>,
  handler: BatchHandler,
): Promise<Consumption> {
  return log.consume({ startAt: 'earliest', ...options }, handler);
}

/** The numbers from 0 on. */
export function count(to: number): number[] {
  return Array.from({ length: to }, (_, number) => number);
}

export async function readAll(log: EventLog, topic: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (const { partition, first } of await log.bounds(topic)) {
    for await (const record of log.read(topic, partition, first)) records.push(record);
  }
  return records;
}

/** Keys of which each falls into another partition. */
export async function keysOfPartitions(log: EventLog, topic: string, partitions: number): Promise<string[]> {
  const keys = new Map<number, string>();
  for (let number = 0; keys.size < partitions; number++) {
    const key = `key-${number}`;
    const partition = await log.partitionOf(topic, key);
    if (!keys.has(partition)) keys.set(partition, key);
  }
  return [...keys].sort(([one], [other]) => one - other).map(([, key]) => key);
}
