import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { TopicMismatchError } from '../errors.ts';
import type { TopicSpec } from '../port.ts';
import { integer, integerOrNull, type Row, text } from './database.ts';

export interface Partition {
  /** Unique over all topics of the database. */
  id: number;
  topic: string;
  number: number;
}

export interface Topic {
  id: number;
  name: string;
  retention: number | null;
  /** By number. */
  partitions: readonly Partition[];
}

/** Topics and their partitions. They never change but by being added, so they are kept in memory once seen. */
export class TopicTable {
  readonly #database: DatabaseSync;
  readonly #partitionsOf: StatementSync;
  readonly #known = new Map<string, Topic>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#partitionsOf = database.prepare(
      'SELECT id, number, first, next FROM partitions WHERE topic = ? ORDER BY number',
    );
  }

  /** Inside a transaction. */
  ensure(specs: readonly TopicSpec[]): void {
    for (const spec of specs) this.#ensureOne(spec);
  }

  #ensureOne({ name, partitions, retention }: TopicSpec): void {
    const existing = this.#load(name);
    if (!existing) {
      this.#create({ name, partitions, retention });
      return;
    }
    if (existing.partitions.length !== partitions) {
      throw new TopicMismatchError(
        `topic ${name} has ${existing.partitions.length} partitions, not ${partitions}: another number would break the order of keys`,
      );
    }
    if (existing.retention === retention) return;
    this.#database.prepare('UPDATE topics SET retention = ? WHERE id = ?').run(retention, existing.id);
    this.#known.delete(name);
  }

  #create({ name, partitions, retention }: TopicSpec): void {
    if (partitions < 1) throw new TopicMismatchError(`topic ${name} needs at least one partition`);
    const insert = this.#database.prepare('INSERT INTO topics (name, partitions, retention) VALUES (?, ?, ?)');
    const { lastInsertRowid } = insert.run(name, partitions, retention);
    const add = this.#database.prepare('INSERT INTO partitions (topic, number) VALUES (?, ?)');
    for (let number = 0; number < partitions; number++) add.run(lastInsertRowid, number);
  }

  /** Throws TopicMismatchError when there is no such topic. */
  get(name: string): Topic {
    const topic = this.#known.get(name) ?? this.#load(name);
    if (!topic) throw new TopicMismatchError(`there is no topic ${name}: call ensureTopics first`);
    this.#known.set(name, topic);
    return topic;
  }

  /** Throws TopicMismatchError when there is no such topic or partition. */
  partition(name: string, number: number): Partition {
    const partition = this.get(name).partitions[number];
    if (!partition) throw new TopicMismatchError(`topic ${name} has no partition ${number}`);
    return partition;
  }

  all(): Topic[] {
    const names = this.#database.prepare('SELECT name FROM topics').all();
    return names.map((row) => this.get(text(row, 'name')));
  }

  bounds(name: string): { partition: number; first: number; next: number }[] {
    return this.#partitionsOf.all(this.get(name).id).map((row) => ({
      partition: integer(row, 'number'),
      first: integer(row, 'first'),
      next: integer(row, 'next'),
    }));
  }

  #load(name: string): Topic | null {
    const row: Row | undefined = this.#database.prepare('SELECT id, retention FROM topics WHERE name = ?').get(name);
    if (!row) return null;
    const id = integer(row, 'id');
    const partitions = this.#partitionsOf
      .all(id)
      .map((each) => ({ id: integer(each, 'id'), topic: name, number: integer(each, 'number') }));
    return { id, name, retention: integerOrNull(row, 'retention'), partitions };
  }
}
