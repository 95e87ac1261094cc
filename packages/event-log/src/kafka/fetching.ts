import { setTimeout as sleep } from 'node:timers/promises';
import type { PartitionBuffer } from './buffer.ts';
import { edges } from './group.ts';
import type { Cluster } from './internals.ts';
import { fetchFrom } from './records.ts';
import { protocolError, type Wire } from './wire.ts';

/** How long a broker holds a request when nothing new is there. */
const LONGEST_WAIT_MS = 500;
/**
 * When a partition could not be asked for because its buffer was full, the others' request must not be held for long: it
 * would keep that partition waiting too.
 */
const SHORTEST_WAIT_MS = 10;
const LEADERS_MS = 1000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** So many failures one after the other are told; fewer are daily business (a leader moves, a connection is renewed). */
const TOLD_AFTER = 4;

/** Fills the buffers of one generation: one request at a time to each broker, for the partitions that have room. */
export class Fetching {
  readonly #wire: Wire;
  readonly #topics: readonly string[];
  readonly #buffers: readonly PartitionBuffer[];
  readonly #filled: (buffer: PartitionBuffer) => void;
  readonly #trouble: (error: unknown) => void;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #wait = SHORTEST_WAIT_MS;
  #room: (() => void)[] = [];

  constructor(
    wire: Wire,
    buffers: readonly PartitionBuffer[],
    tell: { filled(buffer: PartitionBuffer): void; trouble(error: unknown): void },
  ) {
    this.#wire = wire;
    this.#buffers = buffers;
    this.#topics = [...new Set(buffers.map(({ topic }) => topic))];
    this.#filled = tell.filled;
    this.#trouble = tell.trouble;
    this.#running = this.#followLeaders();
  }

  /** A buffer was emptied. */
  room(): void {
    this.#wait = SHORTEST_WAIT_MS;
    const waiting = this.#room;
    this.#room = [];
    for (const resolve of waiting) resolve();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.room();
    await this.#running;
  }

  get #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Keeps one loop for each broker that leads one of the partitions. */
  async #followLeaders(): Promise<void> {
    const loops = new Map<number, Promise<void>>();
    while (!this.#stopped && this.#buffers.length > 0) {
      try {
        for (const leader of await this.#wire.use(this.#topics, async (cluster) => this.#leaders(cluster))) {
          if (!loops.has(leader)) loops.set(leader, this.#loop(leader));
        }
      } catch {
        // The loops meet the same trouble, and tell it.
      }
      await this.#pause(loops.size === 0 ? FIRST_PAUSE_MS : LEADERS_MS);
    }
    await Promise.all(loops.values());
  }

  #leaders(cluster: Cluster): Set<number> {
    return new Set(this.#buffers.map((buffer) => leaderOf(cluster, buffer)).filter((leader) => leader >= 0));
  }

  async #loop(leader: number): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      try {
        const asked = await this.#fetchOnce(leader);
        failures = 0;
        if (!asked) await this.#untilRoom();
      } catch (error) {
        if (this.#stopped || (await this.#backInRange(error))) continue;
        failures++;
        if (failures === TOLD_AFTER) this.#trouble(error);
        await this.#pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS));
      }
    }
  }

  /** False when there was nothing to ask for. */
  async #fetchOnce(leader: number): Promise<boolean> {
    return this.#wire.use(this.#topics, async (cluster) => {
      const led = this.#buffers.filter((buffer) => leaderOf(cluster, buffer) === leader);
      const wanted = led.filter(({ wants }) => wants);
      if (wanted.length === 0) return false;
      const wait = wanted.length < led.length ? this.#wait : LONGEST_WAIT_MS;
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
      const asked = wanted.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
      const broker = await cluster.findBroker({ nodeId: leader });
      for (const { topic, partition, records, next } of await fetchFrom(broker, asked, wait)) {
        const index = wanted.findIndex((buffer) => buffer.topic === topic && buffer.partition === partition);
        const buffer = wanted[index];
        if (buffer?.fill(asked[index]?.offset ?? -1, records, next)) this.#filled(buffer);
      }
      return true;
    });
  }

  /** The broker has no such offset (any more, or yet). */
  async #backInRange(error: unknown): Promise<boolean> {
    if (protocolError(error) !== 'OFFSET_OUT_OF_RANGE') return false;
    try {
      const first = await edges(this.#wire, this.#buffers, 'earliest');
      const next = await edges(this.#wire, this.#buffers, 'latest');
      for (const buffer of this.#buffers) {
        const place = `${buffer.topic}/${buffer.partition}`;
        if (buffer.offset < (first.get(place) ?? 0)) buffer.skipTo(first.get(place) ?? 0);
        if (buffer.offset > (next.get(place) ?? 0)) buffer.restFor(LEADERS_MS);
      }
      return true;
    } catch {
      return false;
    }
  }

  async #untilRoom(): Promise<void> {
    if (this.#stopped) return;
    const room = new Promise<void>((resolve) => this.#room.push(resolve));
    await Promise.race([room, this.#pause(LONGEST_WAIT_MS)]);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function leaderOf(cluster: Cluster, { topic, partition }: { topic: string; partition: number }): number {
  return cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
}
