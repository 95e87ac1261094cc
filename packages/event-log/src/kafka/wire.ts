import { setTimeout as sleep } from 'node:timers/promises';
import { errorField, LogClosedError, LogUnavailableError } from '../errors.ts';
import { type Broker, type Cluster, createCluster } from './internals.ts';

const CLOSE_MS = 1000;

/**
 * The protocol's name of what went wrong (`NOT_LEADER_FOR_PARTITION` …), also where kafkajs wrapped it; null when the broker
 * did not answer at all.
 */
export function protocolError(error: unknown): string | null {
  const type = errorField(error, 'type');
  if (typeof type === 'string') return type;
  const cause = errorField(error, 'cause');
  return cause === undefined || cause === error ? null : protocolError(cause);
}

/**
 * A connection to the brokers that is made when first used, dropped when it fails, and made anew by the next use. So a broker
 * that was killed and came back needs nobody's attention.
 */
export class Wire {
  readonly #brokers: readonly string[];
  readonly #coordinators = new Map<string, Promise<Broker>>();
  #cluster: Promise<Cluster> | null = null;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(brokers: readonly string[]) {
    this.#brokers = brokers;
  }

  /** Runs requests about these topics. Whatever they throw is thrown on, after the connection or what we know of the brokers was renewed. */
  async use<Result>(topics: readonly string[], work: (cluster: Cluster) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new LogClosedError();
    this.#cluster ??= this.#connect();
    const connecting = this.#cluster;
    try {
      const cluster = await connecting;
      await cluster.addMultipleTargetTopics(topics);
      await cluster.refreshMetadataIfNecessary();
      return await work(cluster);
    } catch (error) {
      if (this.#cluster === connecting) await this.#renew(connecting, error);
      throw error;
    }
  }

  /** Like `use`, for requests to the broker that coordinates a group. */
  async coordinator<Result>(group: string, work: (broker: Broker) => Promise<Result>): Promise<Result> {
    return this.use([], async (cluster) => {
      const finding = this.#coordinators.get(group) ?? cluster.findGroupCoordinator({ groupId: group });
      this.#coordinators.set(group, finding);
      return work(await finding);
    });
  }

  /** One fetch at a time: a broker answers those of one connection one by one anyway, and kafkajs opens two for two. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  async #connect(): Promise<Cluster> {
    const cluster = createCluster(this.#brokers);
    await cluster.connect();
    return cluster;
  }

  async #renew(connecting: Promise<Cluster>, error: unknown): Promise<void> {
    this.#coordinators.clear();
    if (protocolError(error) === null) {
      this.#drop(connecting);
      return;
    }
    const cluster = await connecting.catch(() => null);
    await cluster?.refreshMetadata().catch(() => this.#drop(connecting));
  }

  #drop(connecting: Promise<Cluster>): void {
    if (this.#cluster === connecting) this.#cluster = null;
    // It waits for requests that may never be answered; nobody waits for it.
    connecting.then((cluster) => cluster.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const cluster = await this.#cluster?.catch(() => null);
    // It waits for what is under way, which may be a request that the broker holds for a minute.
    await Promise.race([cluster?.disconnect().catch(() => undefined), sleep(CLOSE_MS, undefined, { ref: false })]);
  }
}

/** What a failed request is for the caller of the port. */
export function unavailable(error: unknown, doing: string): Error {
  if (error instanceof LogClosedError || error instanceof LogUnavailableError) return error;
  const type = protocolError(error);
  return new LogUnavailableError(`Kafka did not ${doing}${type === null ? '' : ` (${type})`}`, error);
}
