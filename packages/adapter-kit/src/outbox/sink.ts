import type { Body, Collection, CollectionSpec, DocumentStore } from '@yihaotong/document-store';
import type { EventLog } from '@yihaotong/event-log';
import { TryAgainError } from '../errors.ts';
import { nameOf } from '../facts.ts';
import type { Health } from '../health.ts';
import { groups, mayComeThrough } from './handing-on.ts';
import { type OutboxFile, OutboxFullError } from './outbox-file.ts';
import { type Step, writeStep } from './step.ts';

/** Seconds after which a sender that was told "try again" may come back. */
const AFTER_SECONDS = 30;
const DRAIN_ITEMS = 500;
const DRAIN_BYTES = 2 * 1024 * 1024;
const DRAIN_PAUSES = { first: 200, most: 5_000 };

export interface SinkOptions {
  eventLog: EventLog;
  documentStore: DocumentStore;
  outbox: OutboxFile;
  health: Health;
  /** Milliseconds after which an append that did not answer goes to the outbox. */
  patience: number;
}

/**
 * Makes steps durable, in order: on the log and in the document store, or, where one of them is away, in the outbox.
 * While anything waits in the outbox everything new queues behind it, so that the order stays.
 */
export class Sink {
  readonly #options: SinkOptions;
  readonly #collections = new Map<string, Promise<Collection<Body>>>();
  /** Handed on, and still in the file because the disk did not let them go. */
  readonly #handed = new Set<number>();
  #draining: Promise<void> | null = null;
  #wake: (() => void) | null = null;
  #closed = false;

  constructor(options: SinkOptions) {
    this.#options = options;
  }

  /** Resolves when every step is durable. Throws TryAgainError when neither log nor outbox can take it. */
  async commit(steps: readonly Step[]): Promise<void> {
    if (this.#options.outbox.items > 0) {
      await this.#queue(steps);
      return;
    }
    for (const [index, step] of steps.entries()) {
      const doing = this.#do(step);
      if (await this.#inTime(doing)) continue;
      const seqs = await this.#queue(steps.slice(index));
      // It came through after all: one copy is enough.
      doing.then(
        () => this.#forget(seqs.slice(0, 1)),
        () => {},
      );
      return;
    }
    for (const code of ['log-away', 'outbox-full']) this.#options.health.well(code);
  }

  /** Hands on what waits, now and whenever there is something, until `close`. */
  start(): void {
    if (this.#options.outbox.items > 0) this.#drain();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#draining;
  }

  async collection(spec: CollectionSpec): Promise<Collection<Body>> {
    const known = this.#collections.get(spec.name);
    if (known) return known;
    const opening = this.#options.documentStore.collection<Body>(spec);
    this.#collections.set(spec.name, opening);
    opening.catch(() => this.#collections.delete(spec.name));
    return opening;
  }

  async #do(step: Step): Promise<void> {
    if (step.kind === 'records') {
      await this.#options.eventLog.append(step.topic, step.records);
      return;
    }
    const collection = await this.collection(step.collection);
    await collection.project(step.documents);
  }

  /** False when the step failed or took too long. */
  async #inTime(doing: Promise<void>): Promise<boolean> {
    const { health, patience } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), patience);
    });
    try {
      const verdict = await Promise.race([doing, tooLong]);
      if (verdict !== 'late') return true;
      health.trouble('log-away', `the log or the store did not answer within ${patience} ms; items go to the outbox`);
    } catch (error) {
      health.trouble('log-away', `the log or the store is away (${nameOf(error)}); items go to the outbox`);
    } finally {
      clearTimeout(timer);
    }
    return false;
  }

  async #queue(steps: readonly Step[]): Promise<number[]> {
    const { outbox, health } = this.#options;
    try {
      const seqs = await outbox.add(steps.map(writeStep));
      health.outbox(outbox.items);
      health.well('outbox-disk');
      this.#drain();
      return seqs;
    } catch (error) {
      if (error instanceof OutboxFullError) health.outboxFull();
      else health.trouble('outbox-disk', `the outbox cannot be written (${nameOf(error)})`);
      throw new TryAgainError('neither the log nor the outbox takes the item', AFTER_SECONDS, error);
    }
  }

  #forget(seqs: readonly number[]): void {
    try {
      this.#options.outbox.remove(seqs);
    } catch {
      // The copy stays and is handed on once more; its id makes that harmless.
    }
  }

  /** Handed-on items leave the file before anything else is handed on, or a full disk would make copy upon copy. */
  #removeHanded(): void {
    if (this.#handed.size === 0) return;
    this.#options.outbox.remove([...this.#handed]);
    this.#handed.clear();
  }

  #drain(): void {
    if (this.#closed || this.#draining) return;
    this.#draining = this.#drainAll().finally(() => {
      this.#draining = null;
      if (this.#options.outbox.items > 0) this.#drain();
    });
  }

  async #drainAll(): Promise<void> {
    const { outbox, health } = this.#options;
    let pause = DRAIN_PAUSES.first;
    while (!this.#closed && outbox.items > 0) {
      // First the pause: what has just failed would fail again.
      await this.#sleep(pause);
      if (this.#closed) return;
      try {
        await this.#drainSome();
        pause = 0;
      } catch (error) {
        health.trouble('log-away', `the outbox waits for the log or the store (${nameOf(error)})`);
        pause = Math.min(Math.max(pause * 2, DRAIN_PAUSES.first), DRAIN_PAUSES.most);
      }
      health.outbox(outbox.items);
    }
    if (outbox.items === 0) health.well('log-away');
  }

  async #drainSome(): Promise<void> {
    const { outbox } = this.#options;
    this.#removeHanded();
    for (const group of groups(outbox.first(DRAIN_ITEMS, DRAIN_BYTES))) {
      try {
        await this.#do(group.step);
      } catch (error) {
        if (mayComeThrough(error)) throw error;
        this.#options.health.trouble(
          'outbox-stuck',
          `an item of the outbox is refused (${nameOf(error)}): it is parked`,
        );
        outbox.park(group.seqs);
        continue;
      }
      for (const seq of group.seqs) this.#handed.add(seq);
      this.#removeHanded();
    }
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
