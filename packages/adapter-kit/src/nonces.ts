import { createHash } from 'node:crypto';
import { openDatabase } from './disk.ts';
import { RefusedError, TryAgainError } from './errors.ts';

// NORMAL: a crash of the process loses nothing. A power cut may lose the last nonces; a request replayed then still
// collapses by its item's id, so a flush for each request would buy nothing.
const SETUP = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS nonces (hash BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS by_until ON nonces (until);
`;
const PRUNE_EVERY = 1_000;

/** Which nonces were used, on disk over a restart. */
export interface Nonces {
  firstUse(nonce: string, until: Date): boolean;
  once<T>(nonce: string, until: Date, work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Opens the replay cache of a channel. Its methods throw TryAgainError where the disk does not answer. */
export function openNonces(path: string, now: () => Date, onSetAside: (aside: string) => void): Nonces {
  const database = openDatabase(path, SETUP, now, onSetAside);
  const insert = database.prepare(
    // Plain places: the numbered ones do not bind by position before Node 24.
    'INSERT INTO nonces VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET until = excluded.until WHERE until < ?',
  );
  const known = database.prepare('SELECT 1 FROM nonces WHERE hash = ? AND until >= ?');
  const prune = database.prepare('DELETE FROM nonces WHERE until < ?');
  const busy = new Set<string>();
  let inserts = 0;

  const burn = (nonce: string, until: Date): boolean => {
    if (inserts++ % PRUNE_EVERY === 0) prune.run(now().getTime());
    return insert.run(hashOf(nonce), until.getTime(), now().getTime()).changes === 1;
  };
  return {
    firstUse: (nonce, until) => orTryAgain(() => burn(nonce, until)),
    async once(nonce, until, work) {
      const used = busy.has(nonce) || orTryAgain(() => known.get(hashOf(nonce), now().getTime()) !== undefined);
      if (used) throw new RefusedError('replayed', 'this request was made before');
      busy.add(nonce);
      try {
        const result = await work();
        orTryAgain(() => burn(nonce, until));
        return result;
      } finally {
        busy.delete(nonce);
      }
    },
    close: () => database.close(),
  };
}

const hashOf = (nonce: string) => createHash('sha256').update(nonce).digest();

function orTryAgain<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new TryAgainError('the replay cache does not answer', 30, cause);
  }
}
