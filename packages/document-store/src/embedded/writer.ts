import { setImmediate as immediate } from 'node:timers/promises';
import { BadQueryError, StoreClosedError, StoreUnavailableError } from '../errors.ts';
import type { Answer, Command, Outcome } from './command.ts';

/** An answer for each command, all in one transaction. Rejects when it is not known what became of them. */
export type Apply = (commands: readonly Command[]) => Promise<readonly Answer[]>;

interface Job {
  command: Command;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/** More in one transaction would keep other processes waiting. */
const MOST_PER_TRANSACTION = 1000;

/**
 * Group commit: writes of one turn of the event loop, and all that come in while the ones before are being written, share
 * one transaction and so one sync of the disk. They are written in the order in which they came.
 */
export class Writer {
  readonly #apply: Apply;
  readonly #queue: Job[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(apply: Apply) {
    this.#apply = apply;
  }

  /** Resolves when it is durable, or to why it was not done. */
  async write(command: Command): Promise<Outcome> {
    if (this.#closed) throw new StoreClosedError();
    return new Promise((resolve, reject) => {
      this.#queue.push({ command, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is left to be written, also of what a finished write set off; nothing is taken after that. */
  async close(): Promise<void> {
    while (this.#running) await this.#running;
    this.#closed = true;
  }

  async #run(): Promise<void> {
    await immediate();
    while (this.#queue.length > 0) await this.#flush(this.#queue.splice(0, MOST_PER_TRANSACTION));
    this.#running = null;
  }

  async #flush(jobs: readonly Job[]): Promise<void> {
    try {
      const answers = await this.#apply(jobs.map(({ command }) => command));
      for (const [n, job] of jobs.entries()) settle(job, answers[n] ?? { failed: 'no answer' });
    } catch (error) {
      for (const job of jobs) job.reject(error);
    }
  }
}

function settle(job: Job, answer: Answer): void {
  if (typeof answer === 'string') job.resolve(answer);
  else if ('refused' in answer) job.reject(new BadQueryError(answer.refused));
  else job.reject(new StoreUnavailableError(answer.failed));
}
