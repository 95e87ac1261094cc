import { setTimeout as sleep } from 'node:timers/promises';
import { OwnershipLostError } from '../errors.ts';
import { isFenced, type Place } from './group.ts';
import { unavailable } from './wire.ts';

interface Pending extends Place {
  offset: number;
  since: number;
  waiting: { resolve(): void; reject(error: unknown): void }[];
}

const LAZY_MS = 50;
const RETRY_MS = 200;
const GIVE_UP_MS = 5000;

/** Saves the progress of one generation: one request at a time, which carries whatever was asked for meanwhile. */
export class Commits {
  readonly #send: (offsets: readonly (Place & { offset: number })[]) => Promise<void>;
  readonly #fenced: () => void;
  #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | null = null;
  #refused = false;

  constructor(send: (offsets: readonly (Place & { offset: number })[]) => Promise<void>, fenced: () => void) {
    this.#send = send;
    this.#fenced = fenced;
  }

  /** Throws OwnershipLostError once the group has moved on. `lazy`: nobody waits, so it may ride on a later request. */
  save({ topic, partition }: Place, offset: number, { lazy }: { lazy: boolean }): Promise<void> {
    if (this.#refused) return Promise.reject(lost());
    return new Promise((resolve, reject) => {
      const since = Date.now();
      this.#add({ topic, partition, offset, since, waiting: [{ resolve, reject }] });
      if (!lazy) this.#start();
      else this.#timer ??= setTimeout(() => this.#start(), LAZY_MS);
    });
  }

  /** Resolves when nothing is left to save. */
  async settle(): Promise<void> {
    this.#start();
    await this.#working;
  }

  /** A later offset says all that an earlier one said. */
  #add(next: Pending): void {
    const key = `${next.topic}/${next.partition}`;
    const before = this.#pending.get(key);
    this.#pending.set(key, before ? { ...next, waiting: [...before.waiting, ...next.waiting] } : next);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    // Whatever is saved in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.size > 0) {
      const taken = [...this.#pending.values()];
      this.#pending = new Map();
      try {
        await this.#send(taken);
        for (const { waiting } of taken) for (const { resolve } of waiting) resolve();
      } catch (error) {
        await this.#failed(taken, error);
      }
    }
  }

  async #failed(taken: readonly Pending[], error: unknown): Promise<void> {
    if (isFenced(error)) {
      this.#refused = true;
      for (const each of taken) reject(each, lost());
      this.#fenced();
      return;
    }
    const limit = Date.now() - GIVE_UP_MS;
    for (const each of taken) if (each.since <= limit) reject(each, unavailable(error, 'save the progress'));
    const newer = [...this.#pending.values()];
    this.#pending = new Map();
    for (const each of taken) if (each.since > limit) this.#add(each);
    for (const each of newer) this.#add(each);
    if (this.#pending.size > 0) await sleep(RETRY_MS);
  }
}

function reject({ waiting }: Pending, error: Error): void {
  for (const each of waiting) each.reject(error);
}

function lost(): OwnershipLostError {
  return new OwnershipLostError('the group has shared its partitions anew without this member');
}
