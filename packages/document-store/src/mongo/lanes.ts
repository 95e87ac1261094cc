/**
 * Work on one document goes one after another, work on others side by side. MongoDB does not need it, but some servers of
 * its protocol (FerretDB 1.x) look up and then write: two updates at once both succeed there and one is lost.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  async run<R>(ids: readonly string[], work: () => Promise<R>): Promise<R> {
    const earlier = ids.map((id) => this.#tails.get(id));
    const { promise: tail, resolve: release } = Promise.withResolvers<void>();
    for (const id of ids) this.#tails.set(id, tail);
    await Promise.all(earlier);
    try {
      return await work();
    } finally {
      release();
      for (const id of ids) if (this.#tails.get(id) === tail) this.#tails.delete(id);
    }
  }
}
