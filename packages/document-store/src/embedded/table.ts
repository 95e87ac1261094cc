import type { SQLInputValue } from 'node:sqlite';
import type { Body, CollectionSpec } from '../port.ts';
import { declaredFields, jsonOf, scalarOf } from '../spec.ts';
import type { Database } from './database.ts';
import { column, encode, quoted } from './sql.ts';

/** A document on its way into the file. */
export interface Entry {
  id: string;
  version: number;
  json: string;
  /** The schema that the values are for. */
  schema: number;
  values: SQLInputValue[];
}

/**
 * A collection's two tables: `<name>` with id, version and the indexed fields, narrow, so that a scan of 100,000 stays
 * quick; `<name>:body` with the JSON, by the same row number.
 */
export class Table {
  readonly name: string;
  readonly keys: string;
  readonly bodies: string;
  readonly #database: Database;
  #schema = -1;
  #fields: readonly string[] = [];
  #insert = '';
  #update = '';
  #upsert = '';

  constructor(database: Database, name: string) {
    this.name = name;
    this.#database = database;
    this.keys = quoted(name);
    this.bodies = quoted(`${name}:body`);
  }

  /** Makes what is missing. Fields that are new to the file are filled from the bodies. */
  declare(spec: CollectionSpec): void {
    const fields = declaredFields(spec);
    this.#database.transaction(() => {
      this.#database.exec(
        `CREATE TABLE IF NOT EXISTS ${this.keys} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
         CREATE TABLE IF NOT EXISTS ${this.bodies} (row INTEGER PRIMARY KEY, body TEXT NOT NULL)`,
      );
      const present = this.#columns();
      this.#addFields(fields.filter((field) => !present.includes(field)));
      for (const index of spec.indexes) {
        const name = quoted(`${spec.name}(${index.join(',')})`);
        const columns = [...index.map(column), 'id'].join(', ');
        this.#database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${this.keys} (${columns})`);
      }
    });
    this.refresh();
  }

  /**
   * Looks whether the file has got other fields since the last write, from this process or another: each write fills all
   * of them, whoever declared them.
   */
  refresh(): void {
    const schema = Number(this.#database.first('PRAGMA schema_version')?.schema_version);
    if (schema === this.#schema) return;
    this.#fields = this.#columns();
    const columns = ['id', 'version', ...this.#fields.map(column)];
    const marks = columns.map(() => '?').join(', ');
    this.#insert = `INSERT INTO ${this.keys} (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT (id) DO NOTHING RETURNING row`;
    this.#update = `UPDATE ${this.keys} SET (${columns.join(', ')}) = (${marks}) WHERE id = ? AND version = ? RETURNING row`;
    const excluded = columns.map((name) => `${name} = excluded.${name}`).join(', ');
    this.#upsert = `INSERT INTO ${this.keys} (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT (id) DO UPDATE SET ${excluded} WHERE excluded.version > version RETURNING row`;
    this.#schema = schema;
  }

  /** Takes the document as it is now: the caller may change it before it is written. */
  entry(id: string, version: number, body: Body): Entry {
    if (this.#schema === -1) this.refresh();
    return { id, version, json: jsonOf(this.name, body), schema: this.#schema, values: this.#valuesOf(body) };
  }

  /** False when a document of that id exists. */
  insert(entry: Entry): boolean {
    return this.#store(this.#insert, this.#values(entry), entry.json);
  }

  /** False when the stored one has not the version `expected`. */
  update(entry: Entry, expected: number): boolean {
    return this.#store(this.#update, [...this.#values(entry), entry.id, expected], entry.json);
  }

  /** False when the stored one has that version or a higher one. */
  upsertHigher(entry: Entry): boolean {
    return this.#store(this.#upsert, this.#values(entry), entry.json);
  }

  versionOf(id: string): number | null {
    const row = this.#database.first(`SELECT version FROM ${this.keys} WHERE id = ?`, id);
    return row ? Number(row.version) : null;
  }

  delete(id: string): void {
    this.#database.run(`DELETE FROM ${this.bodies} WHERE row = (SELECT row FROM ${this.keys} WHERE id = ?)`, id);
    this.#database.run(`DELETE FROM ${this.keys} WHERE id = ?`, id);
  }

  #store(statement: string, values: SQLInputValue[], json: string): boolean {
    const row = this.#database.first(statement, ...values)?.row;
    if (row === undefined) return false;
    this.#database.run(`INSERT OR REPLACE INTO ${this.bodies} (row, body) VALUES (?, ?)`, row, json);
    return true;
  }

  #values({ id, version, json, schema, values }: Entry): SQLInputValue[] {
    return [id, version, ...(schema === this.#schema ? values : this.#valuesOf(JSON.parse(json)))];
  }

  #valuesOf(body: Body): SQLInputValue[] {
    return this.#fields.map((field) => encode(scalarOf(this.name, field, body)));
  }

  #columns(): string[] {
    const names = this.#database.all({ text: `PRAGMA table_info(${this.keys})`, values: [] });
    return names.flatMap(({ name }) => (String(name).startsWith('f:') ? [String(name).slice(2)] : []));
  }

  #addFields(fields: readonly string[]): void {
    if (fields.length === 0) return;
    for (const field of fields) {
      this.#database.exec(`ALTER TABLE ${this.keys} ADD COLUMN ${column(field)} NOT NULL DEFAULT -9e999`);
    }
    const columns = fields.map((field) => `${column(field)} = ?`).join(', ');
    for (const { row, body } of this.#database.each(`SELECT row, body FROM ${this.bodies}`)) {
      const parsed: Body = JSON.parse(String(body));
      const values = fields.map((field) => encode(scalarOf(this.name, field, parsed)));
      this.#database.run(`UPDATE ${this.keys} SET ${columns} WHERE row = ?`, ...values, row ?? null);
    }
  }
}
