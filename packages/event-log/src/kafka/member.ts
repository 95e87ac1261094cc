import { setTimeout as sleep } from 'node:timers/promises';
import { LogClosedError } from '../errors.ts';
import type { BatchHandler, ConsumeOptions, Consumption } from '../port.ts';
import { committed, edges, type Generation, Group, isFenced, type Place } from './group.ts';
import { Session } from './session.ts';
import { Wire } from './wire.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** A coordinator that loads or moves is daily business. */
const TOLD_AFTER = 4;

/** One consumption: joins its group again and again until it is closed. */
export class Member implements Consumption {
  readonly #options: ConsumeOptions;
  readonly #handler: BatchHandler;
  readonly #wire: Wire;
  readonly #group: Group;
  readonly #stop = new AbortController();
  #session: Session | null = null;
  #started: () => void = () => undefined;
  #looping: Promise<void> = Promise.resolve();

  constructor(brokers: readonly string[], options: ConsumeOptions, handler: BatchHandler) {
    this.#options = options;
    this.#handler = handler;
    // A connection of its own: requests that wait (for records, for the group) hold up all that come after them.
    this.#wire = new Wire(brokers);
    this.#group = new Group(options.group, options.topics, this.#wire);
  }

  /** Resolves when it has its first share. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#started = resolve;
      this.#looping = this.#loop();
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#session?.end();
    await this.#looping;
  }

  async #loop(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#oneGeneration();
        pause = FIRST_PAUSE_MS;
        failures = 0;
      } catch (error) {
        failures++;
        if (failures === TOLD_AFTER && !isFenced(error)) this.#report(error);
        await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    this.#started();
    await this.#group.leave().catch(() => undefined);
    await this.#wire.close();
  }

  async #oneGeneration(): Promise<void> {
    const generation = await this.#unlessStopped(this.#group.join());
    const starts = await this.#starts(generation);
    this.#session = new Session(generation, starts, {
      options: this.#options,
      handler: this.#handler,
      wire: this.#wire,
      group: this.#group,
      trouble: (error) => this.#report(error),
    });
    this.#started();
    if (this.#stop.signal.aborted) this.#session.end();
    await this.#session.run();
  }

  /** A join takes as long as the slowest handler of the group; closing does not wait for it. */
  async #unlessStopped<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#stop;
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new LogClosedError()), { once: true });
    });
    // Whichever comes second is of no interest.
    stopped.catch(() => undefined);
    work.catch(() => undefined);
    return Promise.race([work, stopped]);
  }

  async #starts(generation: Generation): Promise<(Place & { offset: number })[]> {
    const { places } = generation;
    const saved = await committed(this.#wire, this.#options.group, places);
    const unknown = places.filter(({ topic, partition }) => !saved.has(`${topic}/${partition}`));
    const found = await edges(this.#wire, unknown, this.#options.startAt);
    const starts = places.map(({ topic, partition }) => {
      const place = `${topic}/${partition}`;
      return { topic, partition, offset: saved.get(place) ?? found.get(place) ?? 0 };
    });
    if (this.#options.startAt === 'latest' && unknown.length > 0) {
      // "Latest" is where the group first looked, not where it looks after a restart.
      await this.#group.commit(
        generation,
        starts.filter(({ topic, partition }) => !saved.has(`${topic}/${partition}`)),
      );
    }
    return starts;
  }

  #report(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#options.onError?.(error, { topic: this.#options.topics[0] ?? '', partition: -1 });
  }
}
