import { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '../errors.ts';
import type { Answer, Command } from './command.ts';

/**
 * The main thread's end of the thread that writes. It is started by the first commands, again when it has died, and keeps
 * the process alive only while it has something to do.
 */
export class ThreadHandle {
  readonly #folder: string;
  readonly #busyTimeout: number;
  #worker: Worker | null = null;
  #waiting: PromiseWithResolvers<readonly Answer[]> | null = null;

  constructor(folder: string, busyTimeout: number) {
    this.#folder = folder;
    this.#busyTimeout = busyTimeout;
  }

  /** To be called again only when the promise has settled. Rejects with StoreUnavailableError when the thread dies. */
  apply(commands: readonly Command[]): Promise<readonly Answer[]> {
    this.#worker ??= this.#start();
    this.#waiting = Promise.withResolvers();
    this.#worker.ref();
    this.#worker.postMessage(commands);
    return this.#waiting.promise;
  }

  /** Lets it close its connection. */
  async end(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage(null);
    await gone;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
      workerData: { folder: this.#folder, busyTimeout: this.#busyTimeout },
      // Not the process's own: they may be about its entry, not about this one.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    let cause: unknown;
    worker.on('message', (answers: readonly Answer[]) => {
      worker.unref();
      this.#waiting?.resolve(answers);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      this.#worker = null;
      this.#waiting?.reject(new StoreUnavailableError(`${this.#folder}: the thread that writes has ended`, cause));
    });
    worker.unref();
    return worker;
  }
}
