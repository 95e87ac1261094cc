import type { Collection } from '@yihaotong/document-store';
import type { Platform } from '@yihaotong/service-host';
import type { ConfigFields, ConfigOf, PollChannel, Port } from './channel.ts';
import { CHANNEL_CURSORS, type CursorBody } from './collections.ts';
import { CursorError, TryAgainError } from './errors.ts';
import { nameOf } from './facts.ts';
import type { Health } from './health.ts';

/** Asks a channel for what is new, round after round. */
export class Poller<F extends ConfigFields> {
  readonly #channel: PollChannel<F>;
  readonly #port: Port<ConfigOf<F>>;
  readonly #platform: Platform;
  readonly #health: Health;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(channel: PollChannel<F>, port: Port<ConfigOf<F>>, platform: Platform, health: Health) {
    this.#channel = channel;
    this.#port = port;
    this.#platform = platform;
    this.#health = health;
  }

  start(): void {
    this.#running = this.#rounds();
  }

  /** Takes in nothing more; the item that is under way is finished. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #rounds(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#safeRound();
      await this.#pause(this.#channel.everySeconds * 1_000);
    }
  }

  async #safeRound(): Promise<void> {
    try {
      await this.#round();
      this.#health.well('poll');
      this.#health.well('cursor');
    } catch (error) {
      // The outbox is full and has said so; the item is asked for again in the next round.
      if (this.#stop.signal.aborted || error instanceof TryAgainError) return;
      if (error instanceof CursorError) {
        this.#health.trouble('cursor', 'the saved cursor cannot be right: nothing is taken in until it is set right');
        return;
      }
      this.#health.trouble('poll', `asking for what is new failed (${nameOf(error)}); it is tried again`);
    }
  }

  /** Each cursor is saved after its item is durable: after a crash between the two the item comes again, under its id. */
  async #round(): Promise<void> {
    const cursors = await this.#platform.documentStore.collection<CursorBody>(CHANNEL_CURSORS);
    const saved = await cursors.get(this.#channel.id);
    let version = saved?.version ?? 0;
    for await (const { raw, cursor } of this.#channel.pull(saved?.body.cursor ?? null, this.#port, this.#stop.signal)) {
      if (this.#stop.signal.aborted) return;
      await this.#port.accept(raw);
      version = await this.#save(cursors, cursor, version);
    }
  }

  #save(cursors: Collection<CursorBody>, cursor: string, version: number): Promise<number> {
    const body = { channel: this.#channel.id, cursor, savedAt: this.#platform.now().toISOString() };
    return cursors.put(this.#channel.id, body, version);
  }

  #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    });
  }
}
