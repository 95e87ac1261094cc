import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isTorn, openDatabase, setAside } from '../disk.ts';

const SETUP = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS items (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, bytes INTEGER NOT NULL, parked INTEGER NOT NULL DEFAULT 0, step TEXT NOT NULL
  );
`;

export interface OutboxLimits {
  items: number;
  bytes: number;
}

export interface OutboxItem {
  seq: number;
  step: string;
}

/** The outbox has no room. */
export class OutboxFullError extends Error {
  override readonly name = 'OutboxFullError';
}

interface Waiting {
  steps: readonly string[];
  bytes: number;
  resolve(seqs: number[]): void;
  reject(error: unknown): void;
}

/** What could not be handed on yet, in order, on this machine's own disk. */
export class OutboxFile {
  readonly #path: string;
  readonly #now: () => Date;
  readonly #limits: OutboxLimits;
  readonly #onSetAside: (aside: string) => void;
  #database: DatabaseSync;
  #insert: StatementSync;
  #items = 0;
  #bytes = 0;
  #waiting: Waiting[] = [];

  constructor(path: string, limits: OutboxLimits, now: () => Date, onSetAside: (aside: string) => void) {
    this.#path = path;
    this.#now = now;
    this.#limits = limits;
    this.#onSetAside = onSetAside;
    this.#database = this.#open();
    this.#insert = this.#prepareInsert();
    this.#recount();
  }

  /** Items that wait, those that are being written included. */
  get items(): number {
    return this.#items;
  }

  /** Items that were refused for ever and are kept aside in the file. */
  get parked(): number {
    return Number(this.#database.prepare('SELECT count(*) AS items FROM items WHERE parked = 1').get()?.items ?? 0);
  }

  /**
   * Takes steps, behind everything that waits already; resolves to their numbers when they are on disk. Calls at one time
   * share a flush. Rejects with OutboxFullError, or with the disk's error.
   */
  add(steps: readonly string[]): Promise<number[]> {
    const bytes = steps.reduce((sum, step) => sum + Buffer.byteLength(step), 0);
    if (this.#items + steps.length > this.#limits.items || this.#bytes + bytes > this.#limits.bytes) {
      return Promise.reject(new OutboxFullError(`the outbox holds ${this.#items} items, ${this.#bytes} bytes`));
    }
    this.#items += steps.length;
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ steps, bytes, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Writes what was added and is not on disk yet. */
  flush(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const seqs = group.map(({ steps }) => steps.map((step) => this.#write(step)));
      this.#database.exec('COMMIT');
      for (const [index, waiting] of group.entries()) waiting.resolve(seqs[index] ?? []);
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      for (const { steps, bytes } of group) {
        this.#items -= steps.length;
        this.#bytes -= bytes;
      }
      this.#recover(error);
      for (const waiting of group) waiting.reject(error);
    }
  }

  /** The oldest items, at most `most` of them and about `bytes` bytes. */
  first(most: number, bytes: number): OutboxItem[] {
    try {
      const rows = this.#database
        .prepare('SELECT seq, step, bytes FROM items WHERE parked = 0 ORDER BY seq LIMIT ?')
        .iterate(most);
      const items: OutboxItem[] = [];
      let total = 0;
      for (const row of rows) {
        items.push({ seq: Number(row.seq), step: String(row.step) });
        total += Number(row.bytes);
        if (total >= bytes) break;
      }
      return items;
    } catch (error) {
      this.#recover(error);
      throw error;
    }
  }

  /** Forgets items that were handed on. */
  remove(seqs: readonly number[]): void {
    this.#each('DELETE FROM items WHERE seq = ? RETURNING bytes', seqs);
  }

  /** Keeps items that can never be handed on out of the way of the others; they stay in the file. */
  park(seqs: readonly number[]): void {
    this.#each('UPDATE items SET parked = 1 WHERE seq = ? RETURNING bytes', seqs);
  }

  close(): void {
    this.flush();
    this.#database.close();
  }

  #each(sql: string, seqs: readonly number[]): void {
    if (seqs.length === 0) return;
    const statement = this.#database.prepare(sql);
    this.#database.exec('BEGIN IMMEDIATE');
    const gone = seqs.flatMap((seq) => statement.all(seq));
    this.#database.exec('COMMIT');
    this.#items -= gone.length;
    this.#bytes -= gone.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  }

  #write(step: string): number {
    return Number(this.#insert.run(step, Buffer.byteLength(step)).lastInsertRowid);
  }

  #recount(): void {
    const row = this.#database
      .prepare('SELECT count(*) AS items, coalesce(sum(bytes), 0) AS bytes FROM items WHERE parked = 0')
      .get();
    const coming = this.#waiting.reduce((sum, { steps }) => sum + steps.length, 0);
    this.#items = Number(row?.items ?? 0) + coming;
    this.#bytes = Number(row?.bytes ?? 0) + this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** A file that turns out to be torn while it is used is set aside as at the start. */
  #recover(error: unknown): void {
    if (!isTorn(error)) return;
    this.#database.close();
    this.#onSetAside(setAside(this.#path, this.#now()));
    this.#database = this.#open();
    this.#insert = this.#prepareInsert();
    this.#recount();
  }

  #open(): DatabaseSync {
    return openDatabase(this.#path, SETUP, this.#now, this.#onSetAside);
  }

  #prepareInsert(): StatementSync {
    return this.#database.prepare('INSERT INTO items (step, bytes) VALUES (?, ?)');
  }
}
