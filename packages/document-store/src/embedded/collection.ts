import { writeCursor } from '../cursor.ts';
import { VersionConflictError } from '../errors.ts';
import type { Body, Collection, FindOptions, Page, Scalar, Stored } from '../port.ts';
import { checkField, checkFilter, checkFind, type Declared, type Query } from '../query.ts';
import { checkExpected, checkId } from '../spec.ts';
import type { Database, Row } from './database.ts';
import { behindSql, column, decode, filterSql, joined, orderSql, type Sql } from './sql.ts';
import type { Table } from './table.ts';
import type { Writer } from './writer.ts';

export class EmbeddedCollection<T extends Body> implements Collection<T> {
  readonly #declared: Declared;
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #table: Table;

  constructor(declared: Declared, database: Database, writer: Writer, table: Table) {
    this.#declared = declared;
    this.#database = database;
    this.#writer = writer;
    this.#table = table;
  }

  async get(id: string): Promise<Stored<T> | null> {
    const { keys, bodies } = this.#table;
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
    const entry = this.#table.entry(id, expected + 1, body);
    return this.#writer.write(() => {
      this.#table.refresh();
      const done = expected === 0 ? this.#table.insert(entry) : this.#table.update(entry, expected);
      if (!done) throw new VersionConflictError(this.#declared.name, id, expected);
      return expected + 1;
    });
  }

  async project(documents: readonly Stored<T>[]): Promise<void> {
    const entries = documents.map(({ id, version, body }) => {
      checkId(this.#declared.name, id);
      return this.#table.entry(id, version, body);
    });
    if (entries.length === 0) return;
    return this.#writer.write(() => {
      this.#table.refresh();
      for (const entry of entries) this.#table.upsertHigher(entry);
    });
  }

  async delete(id: string, expected?: number): Promise<boolean> {
    return this.#writer.write(() => {
      const version = this.#table.versionOf(id);
      if (version === null) return false;
      if (expected !== undefined && version !== expected) {
        throw new VersionConflictError(this.#declared.name, id, expected);
      }
      this.#table.delete(id);
      return true;
    });
  }

  async find(options: FindOptions): Promise<Page<T>> {
    const query = checkFind(this.#declared, options);
    const { sort, limit } = query;
    const rows = this.#database.all(findSql(this.#table, query));
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
      text: `SELECT count(*) AS count${columns && `, ${columns}`} FROM ${this.#table.keys}
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
export function findSql({ keys, bodies }: Pick<Table, 'keys' | 'bodies'>, query: Query): Sql {
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
