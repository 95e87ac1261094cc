/** Does its work again and again, one run at a time, with a pause between; `hurry` shortens the pause. */
export class Ticker {
  readonly #every: number;
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #hurried = false;

  constructor(every: number, work: (signal: AbortSignal) => Promise<void>, onError: (error: unknown) => void) {
    this.#every = every;
    this.#work = work;
    this.#onError = onError;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Runs as soon as the present run is over. */
  hurry(): void {
    this.#hurried = true;
    this.#wake();
  }

  /** Begins nothing more; resolves when the present run is over. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#hurried = false;
      try {
        await this.#work(this.#stop.signal);
      } catch (error) {
        this.#onError(error);
      }
      if (!this.#stop.signal.aborted && !this.#hurried) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#every);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
