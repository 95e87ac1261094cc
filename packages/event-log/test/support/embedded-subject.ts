import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Subject } from '../../src/conformance.ts';
import { openEventLog } from '../../src/index.ts';

/** A log in a folder of its own. Its outage: another process that keeps the write lock. */
export function embeddedSubject(sizes: Subject['sizes']): Subject & { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'event-log-'));
  const url = `embedded:${folder}`;
  let lock: DatabaseSync | null = null;
  return {
    url,
    folder,
    sizes,
    open: () => openEventLog(url),
    outage: {
      async begin() {
        lock = new DatabaseSync(join(folder, 'event-log.db'), { timeout: 5000 });
        lock.exec('BEGIN IMMEDIATE');
      },
      async end() {
        lock?.exec('ROLLBACK');
        lock?.close();
        lock = null;
      },
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
