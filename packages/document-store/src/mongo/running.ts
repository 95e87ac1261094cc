import { StoreClosedError } from '../errors.ts';
import { onServer } from './errors.ts';

/** What runs on the server: closing waits for it, and lets nothing begin. */
export class Running {
  readonly #tasks = new Set<Promise<unknown>>();
  #closed = false;

  async run<R>(work: () => Promise<R>): Promise<R> {
    if (this.#closed) throw new StoreClosedError();
    const task = onServer(work);
    this.#tasks.add(task);
    try {
      return await task;
    } finally {
      this.#tasks.delete(task);
    }
  }

  /** Resolves when all that runs now has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#tasks);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }
}
