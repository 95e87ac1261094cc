import type { SQLInputValue } from 'node:sqlite';
import type { Body, CollectionSpec } from '../port.ts';
import { declaredFields } from '../spec.ts';
import { type Entry, type Outcome, valuesOf } from './command.ts';
import type { Database, Row } from './database.ts';
import { fieldsOf, type Names, namesOf } from './names.ts';
import { column, quoted } from './sql.ts';

/** A collection as it is written: looked up by id, then written by row. Every call is to be within a transaction. */
export class Table {
  readonly #name: string;
  readonly #names: Names;
  readonly #database: Database;
  #schema = -1;
  #fields: readonly string[] = [];
  #columns: readonly string[] = [];
  #find = '';
  #insert = '';

  constructor(database: Database, name: string) {
    this.#name = name;
    this.#names = namesOf(name);
    this.#database = database;
  }

  /** Looks which fields the file has, if that may have changed: each write fills all of them, whoever declared them. */
  refresh(schema: number): void {
    if (schema === this.#schema) return;
    const { keys } = this.#names;
    this.#fields = fieldsOf(this.#database, this.#names);
    this.#columns = this.#fields.map(column);
    const columns = ['version', ...this.#columns].join(', ');
    this.#find = `SELECT row, ${columns} FROM ${keys} WHERE id = ?`;
    this.#insert = `INSERT INTO ${keys} (id, ${columns}) VALUES (?, ?${', ?'.repeat(this.#columns.length)})`;
    this.#schema = schema;
  }

  /** Throws BadQueryError, having written nothing. */
  put(entry: Entry, expected: number): Outcome {
    const values = this.#values(entry);
    const present = this.#database.first(this.#find, entry.id);
    if (expected === 0 ? present : present?.version !== expected) return 'conflict';
    this.#write(entry, values, present);
    return 'done';
  }

  /** Keeps the stored ones that have that version or a higher one. Throws BadQueryError, having written nothing. */
  project(entries: readonly Entry[]): Outcome {
    const all = entries.map((entry) => ({ entry, values: this.#values(entry) }));
    for (const { entry, values } of all) {
      const present = this.#database.first(this.#find, entry.id);
      if (!present || Number(present.version) < entry.version) this.#write(entry, values, present);
    }
    return 'done';
  }

  delete(id: string, expected: number | undefined): Outcome {
    const present = this.#database.first(this.#find, id);
    if (!present) return 'absent';
    if (expected !== undefined && present.version !== expected) return 'conflict';
    this.#database.run(`DELETE FROM ${this.#names.bodies} WHERE row = ?`, Number(present.row));
    this.#database.run(`DELETE FROM ${this.#names.keys} WHERE row = ?`, Number(present.row));
    return 'done';
  }

  /** Makes what is missing. Fields that are new to the file are filled from the bodies. */
  declare(spec: CollectionSpec): Outcome {
    const { keys, bodies } = this.#names;
    this.#database.exec(
      `CREATE TABLE IF NOT EXISTS ${keys} (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
       CREATE TABLE IF NOT EXISTS ${bodies} (row INTEGER PRIMARY KEY, body TEXT NOT NULL)`,
    );
    const there = fieldsOf(this.#database, this.#names);
    this.#addFields(declaredFields(spec).filter((field) => !there.includes(field)));
    for (const index of spec.indexes) {
      const name = quoted(`${spec.name}(${index.join(',')})`);
      const columns = [...index.map(column), 'id'].join(', ');
      this.#database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${keys} (${columns})`);
    }
    return 'done';
  }

  #write(entry: Entry, values: readonly SQLInputValue[], present: Row | undefined): void {
    const { bodies } = this.#names;
    if (present) {
      this.#change(entry.version, values, present);
      this.#database.run(`UPDATE ${bodies} SET body = ? WHERE row = ?`, entry.json, Number(present.row));
      return;
    }
    const { lastInsertRowid } = this.#database.run(this.#insert, entry.id, entry.version, ...values);
    this.#database.run(`INSERT INTO ${bodies} (row, body) VALUES (?, ?)`, lastInsertRowid, entry.json);
  }

  /** Names only the fields that changed: SQLite writes the index of every field that is named. */
  #change(version: number, values: readonly SQLInputValue[], present: Row): void {
    const changes = ['version = ?'];
    const changed: SQLInputValue[] = [version];
    this.#fields.forEach((field, n) => {
      const value = values[n] ?? null;
      if (isSame(present[`f:${field}`], value)) return;
      changes.push(`${this.#columns[n]} = ?`);
      changed.push(value);
    });
    this.#database.run(
      `UPDATE ${this.#names.keys} SET ${changes.join(', ')} WHERE row = ?`,
      ...changed,
      Number(present.row),
    );
  }

  #values({ json, fields, values }: Entry): SQLInputValue[] {
    if (fields === this.#fields.join()) return values;
    // Its sender did not know all fields yet.
    const body: Body = JSON.parse(json);
    return valuesOf(this.#name, this.#fields, body);
  }

  #addFields(fields: readonly string[]): void {
    if (fields.length === 0) return;
    const { keys, bodies } = this.#names;
    for (const field of fields) {
      this.#database.exec(`ALTER TABLE ${keys} ADD COLUMN ${column(field)} NOT NULL DEFAULT -9e999`);
    }
    const columns = fields.map((field) => `${column(field)} = ?`).join(', ');
    for (const { row, body } of this.#database.each(`SELECT row, body FROM ${bodies}`)) {
      const parsed: Body = JSON.parse(String(body));
      const values = valuesOf(this.#name, fields, parsed);
      this.#database.run(`UPDATE ${keys} SET ${columns} WHERE row = ?`, ...values, Number(row));
    }
  }
}

/** Booleans are kept as one byte. */
function isSame(stored: unknown, value: unknown): boolean {
  if (stored instanceof Uint8Array && value instanceof Uint8Array) return stored[0] === value[0];
  return stored === value;
}
