import type { Connection, Collection as MongooseCollection } from 'mongoose';
import type { Body, CollectionSpec } from '../port.ts';
import { declaredFields, scalarOf } from '../spec.ts';
import type { MongoDocument } from './document.ts';
import { inserted } from './errors.ts';
import { path } from './filter.ts';

/** One for each field of each collection that all stored documents have filled in. Only ever added to. */
interface FilledField {
  _id: string;
  collection: string;
  field: string;
}

const FILLED = 'filled-fields';
const MOST_AT_ONCE = 500;

/**
 * Makes what is missing: indexes, and the values of newly declared fields in documents that are already there. Adds to
 * `filled` every field that writes have to fill.
 */
export async function declare(connection: Connection, spec: CollectionSpec, filled: Set<string>): Promise<void> {
  const documents = connection.collection<MongoDocument>(spec.name);
  const register = connection.collection<FilledField>(FILLED);
  const known = await register.find({ collection: spec.name }).toArray();
  const fields = declaredFields(spec);
  for (const field of [...known.map((entry) => entry.field), ...fields]) filled.add(field);
  const added = fields.filter((field) => !known.some((entry) => entry.field === field));
  if (added.length > 0) await fill(documents, spec.name, added);
  for (const field of added) {
    await inserted(() => register.insertOne({ _id: `${spec.name} ${field}`, collection: spec.name, field }));
  }
  for (const index of spec.indexes) {
    const keys = Object.fromEntries([...index.map((field) => [path(field), 1] as const), ['_id', 1] as const]);
    await documents.createIndex(keys, { name: index.join(',') });
  }
}

async function fill(documents: MongooseCollection<MongoDocument>, name: string, fields: string[]): Promise<void> {
  let updates: Parameters<typeof documents.bulkWrite>[0][number][] = [];
  const write = async () => {
    if (updates.length > 0) await documents.bulkWrite(updates, { ordered: false });
    updates = [];
  };
  for await (const { _id, version, json } of documents.find({})) {
    const body: Body = JSON.parse(json);
    const values = fields.map((field) => [path(field), scalarOf(name, field, body)] as const);
    updates.push({ updateOne: { filter: { _id, version }, update: { $set: Object.fromEntries(values) } } });
    if (updates.length === MOST_AT_ONCE) await write();
  }
  await write();
}
