import { setTimeout as sleep } from 'node:timers/promises';
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
import { Appender } from './appender.ts';
import { committed } from './group.ts';
import { Member } from './member.ts';
import { readBack } from './read-back.ts';
import { Topics } from './topics.ts';
import { unavailable, Wire } from './wire.ts';

const RETRY_MS = 200;
const RETRIES = 10;

/** Opens a log on Kafka. Connects when first used, so that it can be opened while the brokers are away. */
export function openKafkaLog(brokers: readonly string[]): EventLog {
  return new KafkaLog(brokers);
}

class KafkaLog implements EventLog {
  readonly #brokers: readonly string[];
  readonly #wire: Wire;
  readonly #reading: Wire;
  readonly #topics: Topics;
  readonly #appender: Appender;
  readonly #consuming = new Set<Member>();
  #closing: Promise<void> | null = null;

  constructor(brokers: readonly string[]) {
    this.#brokers = brokers;
    this.#wire = new Wire(brokers);
    this.#reading = new Wire(brokers);
    this.#topics = new Topics(this.#wire, brokers);
    this.#appender = new Appender(this.#wire);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    this.#refuseClosed();
    await this.#topics.ensure(topics);
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<Position[]> {
    this.#refuseClosed();
    for (const { value } of records) {
      if (value.byteLength <= MAX_VALUE_BYTES) continue;
      throw new RecordTooLargeError(`a record of ${value.byteLength} bytes for ${topic}: at most ${MAX_VALUE_BYTES}`);
    }
    return this.#appender.append(topic, await this.#topics.count(topic), records);
  }

  async consume(options: ConsumeOptions, handler: BatchHandler): Promise<Consumption> {
    this.#refuseClosed();
    for (const topic of options.topics) await this.#topics.count(topic);
    const member = new Member(this.#brokers, options, handler);
    this.#consuming.add(member);
    await member.start();
    const close = async () => {
      await member.close();
      this.#consuming.delete(member);
    };
    return { close };
  }

  read(topic: string, partition: number, from: number): AsyncIterable<LogRecord> {
    this.#refuseClosed();
    return readBack(this.#reading, { topic, partition }, from);
  }

  async bounds(topic: string): Promise<readonly { partition: number; first: number; next: number }[]> {
    this.#refuseClosed();
    return this.#topics.bounds(topic);
  }

  async progressOf(group: string, topic: string): Promise<readonly { partition: number; offset: number | null }[]> {
    this.#refuseClosed();
    const places = Array.from({ length: await this.#topics.count(topic) }, (_, partition) => ({ topic, partition }));
    for (let tries = 1; ; tries++) {
      try {
        const saved = await committed(this.#wire, group, places);
        return places.map(({ partition }) => ({ partition, offset: saved.get(`${topic}/${partition}`) ?? null }));
      } catch (error) {
        // A group's coordinator takes a moment to be found when the brokers have just come up.
        if (tries === RETRIES) throw unavailable(error, `tell the progress of ${group}`);
        await sleep(RETRY_MS);
      }
    }
  }

  async partitionOf(topic: string, key: string): Promise<number> {
    this.#refuseClosed();
    return partitionForKey(key, await this.#topics.count(topic));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#consuming].map((member) => member.close()));
    await this.#appender.close();
    await Promise.all([this.#wire.close(), this.#reading.close()]);
  }

  #refuseClosed(): void {
    if (this.#closing) throw new LogClosedError();
  }
}
