import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementResultingChanges,
  type StatementSync,
} from 'node:sqlite';
import { StoreClosedError, StoreUnavailableError } from '../errors.ts';
import { containsFolded, type Sql } from './sql.ts';

export type Row = Record<string, SQLOutputValue>;

const STATEMENTS_KEPT = 300;

const WHOLE = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'] as const;
const PART = ['SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part; RELEASE part'] as const;

/**
 * A connection to the one SQLite file of a store: statements kept ready, errors in the store's own words. There are two:
 * the main thread reads, the writing thread writes.
 */
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
      this.#database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 10000',
      );
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

  run(text: string, ...values: SQLInputValue[]): StatementResultingChanges {
    return this.#own(() => this.#prepare(text).run(...values));
  }

  /** Durable when it returns; nothing happened when it throws. Within another one it is a part that can be undone alone. */
  transaction<R>(work: () => R): R {
    const [begin, commit, rollback] = this.#database.isTransaction ? PART : WHOLE;
    this.exec(begin);
    try {
      const result = work();
      this.exec(commit);
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.exec(rollback);
      throw error;
    }
  }

  /** Another number after each change of tables, columns or indexes, by whatever process. */
  schemaVersion(): number {
    return Number(this.first('PRAGMA schema_version')?.schema_version);
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
