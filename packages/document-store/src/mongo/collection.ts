import type { Collection as MongooseCollection } from 'mongoose';
import { writeCursor } from '../cursor.ts';
import { VersionConflictError } from '../errors.ts';
import type { Body, Collection, FindOptions, Page, Scalar, Stored } from '../port.ts';
import { checkField, checkFilter, checkFind, type Declared } from '../query.ts';
import { checkExpected, checkId } from '../spec.ts';
import { fromMongo, type MongoDocument, toMongo } from './document.ts';
import { inserted } from './errors.ts';
import { mongoFilter, mongoQuery, mongoSort, path } from './filter.ts';
import type { Lanes } from './lanes.ts';
import type { Running } from './running.ts';

const MOST_AT_ONCE = 1000;

export class MongoCollection<T extends Body> implements Collection<T> {
  readonly #declared: Declared;
  /** All that anybody declared: each write fills them. */
  readonly #filled: ReadonlySet<string>;
  readonly #documents: MongooseCollection<MongoDocument>;
  readonly #lanes: Lanes;
  readonly #running: Running;

  /** `filled` and `lanes` are shared by all that write the collection. */
  constructor(
    declared: Declared,
    filled: ReadonlySet<string>,
    documents: MongooseCollection<MongoDocument>,
    lanes: Lanes,
    running: Running,
  ) {
    this.#declared = declared;
    this.#filled = filled;
    this.#documents = documents;
    this.#lanes = lanes;
    this.#running = running;
  }

  async get(id: string): Promise<Stored<T> | null> {
    const found = await this.#running.run(() => this.#documents.findOne({ _id: id }));
    return found && fromMongo<T>(found);
  }

  async getMany(ids: readonly string[]): Promise<Stored<T>[]> {
    const found = new Map<string, Stored<T>>();
    for (const some of chunks([...new Set(ids)])) {
      const documents = await this.#running.run(() => this.#documents.find({ _id: { $in: some } }).toArray());
      for (const document of documents) found.set(document._id, fromMongo<T>(document));
    }
    return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
  }

  async put(id: string, body: T, expected: number): Promise<number> {
    checkId(this.#declared.name, id);
    checkExpected(this.#declared.name, expected);
    const version = expected + 1;
    const document = this.#toMongo({ id, version, body });
    const done = await this.#write([id], async () => {
      if (expected === 0) return inserted(() => this.#documents.insertOne(document));
      const { _id, ...values } = document;
      const { matchedCount } = await this.#documents.updateOne({ _id, version: expected }, { $set: values });
      return matchedCount === 1;
    });
    if (!done) throw new VersionConflictError(this.#declared.name, id, expected);
    return version;
  }

  async project(documents: readonly Stored<T>[]): Promise<void> {
    const newest = new Map<string, MongoDocument>();
    for (const document of documents) {
      checkId(this.#declared.name, document.id);
      const known = newest.get(document.id);
      if (!known || known.version < document.version) newest.set(document.id, this.#toMongo(document));
    }
    for (const some of chunks([...newest.values()])) {
      const ids = some.map(({ _id }) => _id);
      await this.#write(ids, () => this.#projectSome(ids, some));
    }
  }

  /** Reads the versions first: then nearly all writes are either plain inserts or plain updates. */
  async #projectSome(ids: readonly string[], documents: readonly MongoDocument[]): Promise<void> {
    const stored = await this.#documents.find({ _id: { $in: ids } }, { projection: { version: 1 } }).toArray();
    const versions = new Map(stored.map(({ _id, version }) => [_id, version]));
    const added = documents.filter(({ _id }) => !versions.has(_id));
    const changed = documents.filter(({ _id, version }) => (versions.get(_id) ?? version) < version);
    // Where somebody else added one meanwhile, the higher version has to win all the same.
    const all = added.length === 0 || (await inserted(() => this.#documents.insertMany(added, { ordered: false })));
    const updates = [...changed, ...(all ? [] : added)].map(({ _id, ...values }) => ({
      updateOne: { filter: { _id, version: { $lt: values.version } }, update: { $set: values } },
    }));
    if (updates.length > 0) await this.#documents.bulkWrite(updates, { ordered: false });
  }

  async delete(id: string, expected?: number): Promise<boolean> {
    const condition = expected === undefined ? { _id: id } : { _id: id, version: expected };
    const { deletedCount } = await this.#write([id], () => this.#documents.deleteOne(condition));
    if (deletedCount === 1) return true;
    if (expected !== undefined && (await this.get(id))) {
      throw new VersionConflictError(this.#declared.name, id, expected);
    }
    return false;
  }

  async find(options: FindOptions): Promise<Page<T>> {
    const query = checkFind(this.#declared, options);
    const { sort, limit } = query;
    const rows = await this.#running.run(() =>
      this.#documents
        .find(mongoQuery(query))
        .sort(mongoSort(sort))
        .limit(limit + 1)
        .toArray(),
    );
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    const value = sort.field === null ? null : (last?.fields[sort.field] ?? null);
    return {
      items: items.map((row) => fromMongo<T>(row)),
      next: last ? writeCursor(sort, { value, id: last._id }) : null,
    };
  }

  async count(
    options: Pick<FindOptions, 'where' | 'anyOf'> & { by: readonly string[] },
  ): Promise<{ values: Record<string, Scalar>; count: number }[]> {
    const { by } = options;
    for (const field of by) checkField(this.#declared, field);
    const key = by.length === 0 ? null : Object.fromEntries(by.map((field) => [field, `$${path(field)}`]));
    const groups = await this.#running.run(() =>
      this.#documents
        .aggregate<{ _id: Record<string, Scalar> | null; count: number }>([
          { $match: mongoFilter(checkFilter(this.#declared, options)) },
          { $group: { _id: key, count: { $sum: 1 } } },
        ])
        .toArray(),
    );
    if (by.length === 0) return [{ values: {}, count: groups[0]?.count ?? 0 }];
    return groups.map(({ _id, count }) => ({
      values: Object.fromEntries(by.map((field) => [field, _id?.[field] ?? null])),
      count,
    }));
  }

  #write<R>(ids: readonly string[], work: () => Promise<R>): Promise<R> {
    return this.#running.run(() => this.#lanes.run(ids, work));
  }

  #toMongo(document: Stored<T>): MongoDocument {
    return toMongo(this.#declared.name, [...this.#filled], document);
  }
}

function* chunks<E>(items: readonly E[]): Iterable<E[]> {
  for (let from = 0; from < items.length; from += MOST_AT_ONCE) yield items.slice(from, from + MOST_AT_ONCE);
}
