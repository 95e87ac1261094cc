import { StoreClosedError } from '../errors.ts';
import type { Body, Collection, CollectionSpec, DocumentStore } from '../port.ts';
import { declaredFields } from '../spec.ts';
import { EmbeddedCollection } from './collection.ts';
import { Database } from './database.ts';
import { ThreadHandle } from './thread-handle.ts';
import { Writer } from './writer.ts';

/** How long a write waits for another process that writes the same file, milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** Opens the store in a folder, which is made when missing. Throws StoreUnavailableError when it cannot be used. */
export async function openEmbedded(folder: string, busyTimeout = BUSY_TIMEOUT): Promise<DocumentStore> {
  const database = new Database(folder, busyTimeout);
  const thread = new ThreadHandle(folder, busyTimeout);
  // Its start takes longer than any write: not within somebody's first.
  await thread.apply([]).catch((error: unknown) => {
    database.close();
    throw error;
  });
  const writer = new Writer((commands) => thread.apply(commands));
  const declared = new Map<string, Promise<unknown>>();
  let closed = false;

  /** Each spec once. */
  function declare(spec: CollectionSpec): Promise<unknown> {
    const key = JSON.stringify([spec.name, spec.indexes]);
    const known = declared.get(key);
    if (known) return known;
    const declaring = writer.write({ do: 'declare', spec });
    declared.set(key, declaring);
    declaring.catch(() => declared.delete(key));
    return declaring;
  }

  return {
    async collection<T extends Body>(spec: CollectionSpec): Promise<Collection<T>> {
      if (closed) throw new StoreClosedError();
      const fields = declaredFields(spec);
      await declare(spec);
      return new EmbeddedCollection<T>({ name: spec.name, fields }, database, writer);
    },
    async close() {
      closed = true;
      await writer.close();
      database.close();
      // The last connection to close brings the journal into the file: better there than here.
      await thread.end();
    },
  };
}
