import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorField } from '../errors.ts';

/** A row as node:sqlite gives it. */
export type Row = Record<string, SQLOutputValue>;

const SQLITE_BUSY = 5;
const SCHEMA_VERSION = 1;

// A record's id is its partition's id and its offset in one integer, so that one table without any other index keeps each
// partition together and in order. 2^53 leaves 8,191 partitions of 2^40 records.
export const OFFSETS = 2 ** 40;

const SCHEMA = `
  CREATE TABLE topics (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    partitions INTEGER NOT NULL,
    retention INTEGER
  );
  CREATE TABLE partitions (
    id INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL REFERENCES topics (id),
    number INTEGER NOT NULL,
    first INTEGER NOT NULL DEFAULT 0,
    next INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic, number)
  );
  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    timestamp INTEGER NOT NULL,
    key TEXT NOT NULL,
    headers TEXT,
    value BLOB NOT NULL
  );
  CREATE TABLE instances (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started INTEGER NOT NULL,
    seen INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    instance TEXT NOT NULL,
    grp TEXT NOT NULL,
    topics TEXT NOT NULL
  );
  CREATE TABLE progress (
    grp TEXT NOT NULL,
    partition INTEGER NOT NULL REFERENCES partitions (id),
    offset INTEGER,
    owner INTEGER,
    epoch INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (grp, partition)
  ) WITHOUT ROWID;
  CREATE TABLE changes (membership INTEGER NOT NULL);
  INSERT INTO changes VALUES (0);
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Opens `<folder>/event-log.db`, making what is missing. */
export async function openDatabase(folder: string): Promise<DatabaseSync> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'event-log.db');
  const deadline = Date.now() + 10_000;
  // Two processes that open a new file at once both switch it to WAL, and SQLite tells one of them that it is busy.
  while (true) {
    const database = new DatabaseSync(file, { timeout: 1000 });
    try {
      prepare(database, file);
      return database;
    } catch (error) {
      database.close();
      if (!isBusy(error) || Date.now() > deadline) throw error;
    }
    await sleep(50);
  }
}

function prepare(database: DatabaseSync, file: string): void {
  database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('PRAGMA journal_size_limit = 67108864; BEGIN IMMEDIATE');
  try {
    const version = database.prepare('PRAGMA user_version').get()?.user_version;
    if (version === 0) database.exec(SCHEMA);
    else if (version !== SCHEMA_VERSION) throw new Error(`${file} was written by another version of this program`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  // From here on a busy database is waited for without blocking the event loop.
  database.exec('PRAGMA busy_timeout = 20');
}

/** Whether another connection held the lock. */
export function isBusy(error: unknown): boolean {
  return (Number(errorField(error, 'errcode')) & 0xff) === SQLITE_BUSY;
}

/** A column that holds an integer. */
export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no integer`);
  return value;
}

/** A column that holds an integer or nothing. */
export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

/** A column that holds text. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}
