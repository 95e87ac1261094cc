import { StoreClosedError } from '../errors.ts';
import type { Body, Collection, CollectionSpec, DocumentStore } from '../port.ts';
import { declaredFields } from '../spec.ts';
import { EmbeddedCollection } from './collection.ts';
import { Database } from './database.ts';
import { Table } from './table.ts';
import { Writer } from './writer.ts';

/** How long a write waits for another process that writes the same file, milliseconds. */
const BUSY_TIMEOUT = 5_000;

/** Opens the store in a folder, which is made when missing. Throws StoreUnavailableError when it cannot be used. */
export async function openEmbedded(folder: string, busyTimeout = BUSY_TIMEOUT): Promise<DocumentStore> {
  const database = new Database(folder, busyTimeout);
  const writer = new Writer(database);
  const tables = new Map<string, Table>();
  let closed = false;
  return {
    async collection<T extends Body>(spec: CollectionSpec): Promise<Collection<T>> {
      if (closed) throw new StoreClosedError();
      const table = tables.get(spec.name) ?? new Table(database, spec.name);
      table.declare(spec);
      tables.set(spec.name, table);
      return new EmbeddedCollection<T>({ name: spec.name, fields: declaredFields(spec) }, database, writer, table);
    },
    async close() {
      closed = true;
      await writer.drain();
      database.close();
    },
  };
}
