import { type Admin, Kafka, logLevel } from 'kafkajs';
import { TopicMismatchError } from '../errors.ts';
import type { TopicSpec } from '../port.ts';
import type { Cluster } from './internals.ts';
import { protocolError, unavailable, type Wire } from './wire.ts';

// One record of 4 MiB with its key and headers must fit into a batch.
const MAX_BATCH_BYTES = 5 * 1024 * 1024;

/** Topics and their partitions, as the brokers know them. */
export class Topics {
  readonly #wire: Wire;
  readonly #brokers: readonly string[];
  readonly #partitions = new Map<string, number>();

  constructor(wire: Wire, brokers: readonly string[]) {
    this.#wire = wire;
    this.#brokers = brokers;
  }

  /** Number of partitions. Throws TopicMismatchError when there is no such topic, LogUnavailableError when nobody answers. */
  async count(topic: string): Promise<number> {
    const known = this.#partitions.get(topic);
    if (known !== undefined) return known;
    const count = await this.#find(topic);
    if (count === 0) throw new TopicMismatchError(`there is no topic ${topic}: call ensureTopics first`);
    this.#partitions.set(topic, count);
    return count;
  }

  async #find(topic: string): Promise<number> {
    try {
      return await this.#wire.use([topic], async (cluster) => cluster.findTopicPartitionMetadata(topic).length);
    } catch (error) {
      if (protocolError(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return 0;
      throw unavailable(error, `tell the partitions of ${topic}`);
    }
  }

  async ensure(specs: readonly TopicSpec[]): Promise<void> {
    const missing: TopicSpec[] = [];
    for (const spec of specs) if (!(await this.#exists(spec))) missing.push(spec);
    if (missing.length === 0) return;
    const failure = await this.#create(missing);
    // Somebody else may have made them in the meantime, with other numbers.
    for (const spec of missing) if (!(await this.#exists(spec))) throw unavailable(failure, `make topic ${spec.name}`);
  }

  /** Gives what went wrong, which may only be that somebody else was quicker. */
  async #create(specs: readonly TopicSpec[]): Promise<unknown> {
    const kafka = new Kafka({ clientId: 'yihaotong', brokers: [...this.#brokers], logLevel: logLevel.NOTHING });
    const admin = kafka.admin({ retry: { retries: 5 } });
    try {
      await admin.connect();
      await create(admin, specs);
      return null;
    } catch (error) {
      return error;
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  async #exists({ name, partitions }: TopicSpec): Promise<boolean> {
    const count = await this.#find(name);
    if (count === 0) return false;
    if (count === partitions) return true;
    throw new TopicMismatchError(
      `topic ${name} has ${count} partitions, not ${partitions}: another number would break the order of keys`,
    );
  }

  async bounds(topic: string): Promise<{ partition: number; first: number; next: number }[]> {
    const count = await this.count(topic);
    const partitions = Array.from({ length: count }, (_, partition) => ({ partition }));
    const offsets = async (cluster: Cluster, fromBeginning: boolean) => {
      const found = await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }]);
      return new Map(found[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    };
    try {
      return await this.#wire.use([topic], async (cluster) => {
        const [first, next] = [await offsets(cluster, true), await offsets(cluster, false)];
        return partitions.map(({ partition }) => ({
          partition,
          first: first.get(partition) ?? 0,
          next: next.get(partition) ?? 0,
        }));
      });
    } catch (error) {
      throw unavailable(error, `tell the bounds of ${topic}`);
    }
  }
}

async function create(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: specs.map(({ name, partitions, retention }) => ({
      topic: name,
      numPartitions: partitions,
      // The brokers' own default, which is 3 on a cluster that is meant to last.
      replicationFactor: -1,
      configEntries: [
        { name: 'retention.ms', value: String(retention ?? -1) },
        { name: 'max.message.bytes', value: String(MAX_BATCH_BYTES) },
      ],
    })),
  });
}
