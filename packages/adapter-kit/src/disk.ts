import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLITE_CORRUPT and SQLITE_NOTADB. Source: sqlite.org/rescode.html */
const TORN = new Set([11, 26]);

/** Whether an error says that the database file itself is damaged. */
export function isTorn(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errcode' in error && TORN.has(Number(error.errcode) & 0xff);
}

/**
 * Opens a database file of an adapter. One that is torn is set aside under another name, never deleted, and a new one
 * begun; `onSetAside` hears where the old one stands.
 */
export function openDatabase(
  path: string,
  setup: string,
  now: () => Date,
  onSetAside: (aside: string) => void,
): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  try {
    return checked(path, setup);
  } catch (error) {
    if (!isTorn(error)) throw error;
    onSetAside(setAside(path, now()));
    return checked(path, setup);
  }
}

/** Moves a database with its companion files out of the way; resolves to the new name. */
export function setAside(path: string, now: Date): string {
  let aside = `${path}.torn-${now.toISOString().replaceAll(/[-:.]/g, '')}`;
  while (existsSync(aside)) aside += 'x';
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(path + ending)) renameSync(path + ending, aside + ending);
  }
  return aside;
}

function checked(path: string, setup: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec(setup);
    const verdict = database.prepare('PRAGMA quick_check(1)').get();
    if (verdict?.quick_check !== 'ok') throw Object.assign(new Error('quick_check failed'), { errcode: 11 });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
