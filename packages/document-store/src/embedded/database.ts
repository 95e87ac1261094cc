import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { StoreClosedError, StoreUnavailableError } from '../errors.ts';
import { containsFolded, type Sql } from './sql.ts';

export type Row = Record<string, SQLOutputValue>;

const STATEMENTS_KEPT = 300;

/** The one SQLite file of a store: statements kept ready, errors in the store's own words. */
export class Database {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Throws StoreUnavailableError when the folder or the file cannot be opened. */
  constructor(folder: string, busyTimeout: number) {
    this.#file = join(folder, 'documents.sqlite');
    this.#database = this.#own(() => {
      mkdirSync(folder, { recursive: true });
      return new DatabaseSync(this.#file, { timeout: busyTimeout });
    });
    this.#own(() => {
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 10000');
      this.#database.function('contains_folded', { deterministic: true }, containsFolded);
    });
  }

  exec(text: string): void {
    this.#own(() => this.#database.exec(text));
  }

  all({ text, values }: Sql): Row[] {
    return this.#own(() => this.#prepare(text).all(...values));
  }

  first(text: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#own(() => this.#prepare(text).get(...values));
  }

  *each(text: string): Iterable<Row> {
    yield* this.#prepare(text).iterate();
  }

  /** How many rows it changed. */
  run(text: string, ...values: SQLInputValue[]): number {
    return this.#own(() => Number(this.#prepare(text).run(...values).changes));
  }

  /** Durable when it returns; nothing happened when it throws. */
  transaction<R>(work: () => R): R {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  isOwnError(error: unknown): boolean {
    return error instanceof StoreUnavailableError || error instanceof StoreClosedError;
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(text: string): StatementSync {
    const kept = this.#statements.get(text);
    if (kept) return kept;
    const statement = this.#database.prepare(text);
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size >= STATEMENTS_KEPT) this.#statements.delete(oldest);
    this.#statements.set(text, statement);
    return statement;
  }

  #own<R>(work: () => R): R {
    if (this.#database?.isOpen === false) throw new StoreClosedError();
    try {
      return work();
    } catch (error) {
      throw new StoreUnavailableError(`${this.#file}: ${error instanceof Error ? error.message : error}`, error);
    }
  }
}
