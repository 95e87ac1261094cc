import mongoose, { type ConnectOptions } from 'mongoose';
import { StoreUnavailableError } from '../errors.ts';
import type { Body, Collection, CollectionSpec, DocumentStore } from '../port.ts';
import { declaredFields } from '../spec.ts';
import { MongoCollection } from './collection.ts';
import { declare } from './declare.ts';
import type { MongoDocument } from './document.ts';
import { Lanes } from './lanes.ts';
import { Running } from './running.ts';

/** Where the URL says nothing else. Milliseconds. */
const DEFAULTS = { serverSelectionTimeoutMS: 5_000, socketTimeoutMS: 30_000, waitQueueTimeoutMS: 10_000 };
const DATABASE = 'yihaotong';

/**
 * Opens the store on a MongoDB server, or one of its likes. Database and options come from the URL; durability does not:
 * every write is journalled by a majority. Throws StoreUnavailableError when no server answers. Goes on by itself after
 * the server was away.
 */
export async function openMongo(url: string): Promise<DocumentStore> {
  const connection = mongoose.createConnection();
  await opening(() => connection.openUri(url, optionsFor(url)));
  const shared = new Map<string, { filled: Set<string>; lanes: Lanes }>();
  const running = new Running();
  return {
    async collection<T extends Body>(spec: CollectionSpec): Promise<Collection<T>> {
      const fields = declaredFields(spec);
      const { filled, lanes } = shared.get(spec.name) ?? { filled: new Set(), lanes: new Lanes() };
      shared.set(spec.name, { filled, lanes });
      if (fields.some((field) => !filled.has(field))) {
        for (const field of fields) filled.add(field);
        // Writes that began without the new fields have to be there before these are filled in.
        await running.settled();
      }
      await running.run(() => declare(connection, spec, filled));
      const documents = connection.collection<MongoDocument>(spec.name);
      return new MongoCollection<T>({ name: spec.name, fields }, filled, documents, lanes, running);
    },
    async close() {
      await running.close();
      await connection.close();
    },
  };
}

function optionsFor(url: string): ConnectOptions {
  const defaults = Object.entries(DEFAULTS).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(url));
  const named = /^[^:]+:\/\/[^/?]+\/[^?]/.test(url);
  return {
    ...Object.fromEntries(defaults),
    ...(named ? {} : { dbName: DATABASE }),
    writeConcern: { w: 'majority', journal: true },
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  };
}

/** A URL may hold a password: messages of the parser stay out. */
async function opening(open: () => Promise<unknown>): Promise<void> {
  try {
    await open();
  } catch (error) {
    const away = error instanceof mongoose.mongo.MongoError || error instanceof mongoose.Error;
    throw new StoreUnavailableError(`no MongoDB server could be reached${away ? `: ${error.message}` : ''}`, error);
  }
}
