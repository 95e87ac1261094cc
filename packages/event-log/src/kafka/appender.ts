import { setTimeout as sleep } from 'node:timers/promises';
import { LogClosedError, RecordTooLargeError } from '../errors.ts';
import { partitionForKey } from '../partitioner.ts';
import type { NewRecord, Position } from '../port.ts';
import type { Broker, Cluster } from './internals.ts';
import { protocolError, unavailable, type Wire } from './wire.ts';

/** Bytes that one request carries to one partition at most, unless a single record is larger. */
const BATCH_BYTES = 1024 * 1024;
const RECORD_OVERHEAD = 100;
/** After this time without a success an append is rejected; an adapter then turns to its outbox. */
const GIVE_UP_MS = 4000;
const FIRST_PAUSE_MS = 50;
const BROKER_TIMEOUT_MS = 8000;

type Message = { key: Buffer; value: Buffer; headers?: Readonly<Record<string, string>>; timestamp: number };

/** Records of one append that go into one request. */
interface Chunk {
  topic: string;
  records: readonly NewRecord[];
  /** The partition of each record. */
  partitions: readonly number[];
  bytes: number;
  resolve(positions: Position[]): void;
  reject(error: unknown): void;
}

/**
 * Writes one request at a time and puts into it whatever was appended while the one before was under way. So concurrent
 * appends share a request, and a retry can never overtake what came after it (kafkajs's idempotent producer, which would
 * keep the order with several requests at once, is called experimental by its authors).
 */
export class Appender {
  readonly #wire: Wire;
  #queue: Chunk[] = [];
  #working: Promise<void> | null = null;
  #closed = false;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  async append(topic: string, partitionCount: number, records: readonly NewRecord[]): Promise<Position[]> {
    if (this.#closed) throw new LogClosedError();
    const positions: Position[] = [];
    // One after the other, so that nothing is written behind a part that failed.
    for (const part of split(records)) {
      const partitions = part.records.map(({ key }) => partitionForKey(key, partitionCount));
      positions.push(...(await this.#add({ topic, ...part, partitions })));
    }
    return positions;
  }

  #add(part: Omit<Chunk, 'resolve' | 'reject'>): Promise<Position[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...part, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    // Everything that is appended in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#write(this.#take());
    this.#working = null;
  }

  #take(): Chunk[] {
    const taken: Chunk[] = [];
    let bytes = 0;
    for (const chunk of this.#queue) {
      if (taken.length > 0 && bytes + chunk.bytes > BATCH_BYTES) break;
      taken.push(chunk);
      bytes += chunk.bytes;
    }
    this.#queue = this.#queue.slice(taken.length);
    return taken;
  }

  async #write(chunks: readonly Chunk[]): Promise<void> {
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
      try {
        const positions = await this.#produce(chunks);
        chunks.forEach((chunk, index) => {
          chunk.resolve(positions[index] ?? []);
        });
        return;
      } catch (error) {
        const type = protocolError(error);
        if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') return this.#tooLarge(chunks);
        if (Date.now() + pause > giveUpAt) {
          for (const chunk of chunks) chunk.reject(unavailable(error, 'take the records'));
          return;
        }
        await sleep(pause);
      }
    }
  }

  /** The topic was made by somebody else, with a smaller limit: only what really is too large is refused. */
  async #tooLarge(chunks: readonly Chunk[]): Promise<void> {
    const [first, ...others] = chunks;
    if (!first) return;
    if (others.length > 0) {
      for (const chunk of chunks) await this.#write([chunk]);
      return;
    }
    first.reject(new RecordTooLargeError(`${first.bytes} bytes for ${first.topic}: its max.message.bytes is smaller`));
  }

  async #produce(chunks: readonly Chunk[]): Promise<Position[][]> {
    const places = new Places();
    const timestamp = Date.now();
    const indexes = chunks.map(({ topic, records, partitions }) =>
      records.map(({ key, value, headers }, index) => {
        // kafkajs would write the digits of a Uint8Array as text.
        const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
        const message = { key: Buffer.from(key, 'utf8'), value: bytes, timestamp, ...(headers ? { headers } : {}) };
        return places.add(topic, partitions[index] ?? 0, message);
      }),
    );
    const bases = await this.#wire.use(places.topics(), (cluster) => send(cluster, places));
    return chunks.map(({ topic, partitions }, chunk) =>
      partitions.map((partition, index) => ({
        topic,
        partition,
        offset: (bases.get(`${topic}/${partition}`) ?? 0) + (indexes[chunk]?.[index] ?? 0),
      })),
    );
  }
}

/** Messages by topic and partition. */
class Places {
  readonly #byTopic = new Map<string, Map<number, Message[]>>();

  /** Gives the message's index within its partition's batch. */
  add(topic: string, partition: number, message: Message): number {
    const partitions = this.#byTopic.get(topic) ?? new Map<number, Message[]>();
    this.#byTopic.set(topic, partitions);
    const messages = partitions.get(partition) ?? [];
    partitions.set(partition, messages);
    return messages.push(message) - 1;
  }

  topics(): string[] {
    return [...this.#byTopic.keys()];
  }

  /** What goes to the leader with this id. */
  ledBy(cluster: Cluster, leader: number) {
    return [...this.#byTopic].map(([topic, partitions]) => {
      const led = new Set(
        cluster.findTopicPartitionMetadata(topic).flatMap((each) => (each.leader === leader ? each.partitionId : [])),
      );
      const data = [...partitions].filter(([partition]) => led.has(partition));
      return { topic, partitions: data.map(([partition, messages]) => ({ partition, messages })) };
    });
  }

  leaders(cluster: Cluster): Set<number> {
    const leaders = new Set<number>();
    for (const [topic, partitions] of this.#byTopic) {
      const metadata = new Map(
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId, leader }) => [partitionId, leader]),
      );
      for (const partition of partitions.keys()) leaders.add(metadata.get(partition) ?? -1);
    }
    return leaders;
  }
}

/** Gives the first offset of each batch, by `topic/partition`. */
async function send(cluster: Cluster, places: Places): Promise<Map<string, number>> {
  const bases = new Map<string, number>();
  await Promise.all(
    [...places.leaders(cluster)].map(async (leader) => {
      const broker: Broker = await cluster.findBroker({ nodeId: leader });
      const topicData = places.ledBy(cluster, leader).filter(({ partitions }) => partitions.length > 0);
      const { topics } = await broker.produce({ acks: -1, timeout: BROKER_TIMEOUT_MS, topicData });
      for (const { topicName, partitions } of topics) {
        for (const { partition, baseOffset } of partitions) bases.set(`${topicName}/${partition}`, Number(baseOffset));
      }
    }),
  );
  return bases;
}

function split(records: readonly NewRecord[]): { records: NewRecord[]; bytes: number }[] {
  const parts: { records: NewRecord[]; bytes: number }[] = [];
  let part: { records: NewRecord[]; bytes: number } | null = null;
  for (const record of records) {
    const bytes = record.value.byteLength + record.key.length + RECORD_OVERHEAD;
    if (!part || part.bytes + bytes > BATCH_BYTES) {
      part = { records: [], bytes: 0 };
      parts.push(part);
    }
    part.records.push(record);
    part.bytes += bytes;
  }
  return parts;
}
