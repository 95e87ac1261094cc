import { writeCursor } from '../cursor.ts';
import { VersionConflictError } from '../errors.ts';
import type { Body, Collection, FindOptions, Page, Scalar, Stored } from '../port.ts';
import { checkField, checkFilter, checkFind, type Declared, type Query } from '../query.ts';
import { checkExpected, checkId } from '../spec.ts';
import { entryOf } from './command.ts';
import type { Database, Row } from './database.ts';
import { fieldsOf, type Names, namesOf } from './names.ts';
import { behindSql, column, decode, filterSql, joined, orderSql, type Sql } from './sql.ts';
import type { Writer } from './writer.ts';

export class EmbeddedCollection<T extends Body> implements Collection<T> {
  readonly #declared: Declared;
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #names: Names;
  /** All that the file has, also those that others declared. */
  readonly #fields: readonly string[];

  /** For a collection whose tables are there. */
  constructor(declared: Declared, database: Database, writer: Writer) {
    this.#declared = declared;
    this.#database = database;
    this.#writer = writer;
    this.#names = namesOf(declared.name);
    this.#fields = fieldsOf(database, this.#names);
  }

  async get(id: string): Promise<Stored<T> | null> {
    const { keys, bodies } = this.#names;
    const row = this.#database.first(
      `SELECT id, version, body FROM ${keys} JOIN ${bodies} USING (row) WHERE id = ?`,
      id,
    );
    return row ? stored<T>(row) : null;
  }

  async getMany(ids: readonly string[]): Promise<Stored<T>[]> {
    const found: Stored<T>[] = [];
    for (const id of new Set(ids)) {
      const document = await this.get(id);
      if (document) found.push(document);
    }
    return found;
  }

  async put(id: string, body: T, expected: number): Promise<number> {
    checkId(this.#declared.name, id);
    checkExpected(this.#declared.name, expected);
    const entry = entryOf(this.#declared.name, this.#fields, id, expected + 1, body);
    const outcome = await this.#writer.write({ do: 'put', collection: this.#declared.name, entry, expected });
    if (outcome === 'conflict') throw new VersionConflictError(this.#declared.name, id, expected);
    return expected + 1;
  }

  async project(documents: readonly Stored<T>[]): Promise<void> {
    const collection = this.#declared.name;
    const entries = documents.map(({ id, version, body }) => {
      checkId(collection, id);
      return entryOf(collection, this.#fields, id, version, body);
    });
    if (entries.length > 0) await this.#writer.write({ do: 'project', collection, entries });
  }

  async delete(id: string, expected?: number): Promise<boolean> {
    const outcome = await this.#writer.write({ do: 'delete', collection: this.#declared.name, id, expected });
    if (outcome !== 'conflict') return outcome === 'done';
    throw new VersionConflictError(this.#declared.name, id, expected ?? 0);
  }

  async find(options: FindOptions): Promise<Page<T>> {
    const query = checkFind(this.#declared, options);
    const { sort, limit } = query;
    const rows = this.#database.all(findSql(this.#names, query));
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    const next = last ? writeCursor(sort, { value: decode(last.value), id: String(last.id) }) : null;
    return { items: items.map((row) => stored<T>(row)), next };
  }

  async count(
    options: Pick<FindOptions, 'where' | 'anyOf'> & { by: readonly string[] },
  ): Promise<{ values: Record<string, Scalar>; count: number }[]> {
    const { by } = options;
    for (const field of by) checkField(this.#declared, field);
    const { text, values } = filterSql(checkFilter(this.#declared, options));
    const columns = by.map(column).join(', ');
    const rows = this.#database.all({
      text: `SELECT count(*) AS count${columns && `, ${columns}`} FROM ${this.#names.keys}
             WHERE ${text} ${columns && `GROUP BY ${columns}`}`,
      values,
    });
    return rows.map((row) => ({
      values: Object.fromEntries(by.map((field) => [field, decode(row[`f:${field}`])])),
      count: Number(row.count),
    }));
  }
}

/** One row more than the limit, so that it is known whether there is a next page. */
export function findSql({ keys, bodies }: Names, query: Query): Sql {
  const { sort, after, limit } = query;
  const condition = joined([filterSql(query), ...(after ? [behindSql(sort, after)] : [])], 'AND', '1');
  const value = sort.field === null ? 'NULL' : column(sort.field);
  const way = sort.direction === 'ascending' ? 'ASC' : 'DESC';
  // The bodies are fetched for the rows of the page only, after sorting.
  return {
    text: `SELECT id, version, value, body
           FROM (SELECT row, id, version, ${value} AS value FROM ${keys}
                 WHERE ${condition.text} ORDER BY ${orderSql(sort)} LIMIT ?)
           CROSS JOIN ${bodies} USING (row) ORDER BY value ${way}, id ${way}`,
    values: [...condition.values, limit + 1],
  };
}

function stored<T extends Body>(row: Row): Stored<T> {
  const body: T = JSON.parse(String(row.body));
  return { id: String(row.id), version: Number(row.version), body };
}
