import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LogRecord, NewRecord } from '../port.ts';
import { integer, OFFSETS, type Row, text } from './database.ts';
import type { Partition } from './topic-table.ts';

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** The records of all partitions. */
export class RecordTable {
  readonly #insert: StatementSync;
  readonly #moveNext: StatementSync;
  readonly #moveFirst: StatementSync;
  readonly #selectNext: StatementSync;
  readonly #selectBatch: StatementSync;
  readonly #selectTimes: StatementSync;
  readonly #delete: StatementSync;
  readonly #version: StatementSync;
  readonly #next = new Map<number, number>();
  #seenVersion = -1;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO records (id, timestamp, key, headers, value) VALUES (?, ?, ?, ?, ?)');
    this.#moveNext = database.prepare('UPDATE partitions SET next = ? WHERE id = ?');
    this.#moveFirst = database.prepare('UPDATE partitions SET first = ? WHERE id = ?');
    this.#selectNext = database.prepare('SELECT next FROM partitions WHERE id = ?');
    this.#selectBatch = database.prepare('SELECT * FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT ?');
    this.#selectTimes = database.prepare(
      'SELECT id, timestamp FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
    );
    this.#delete = database.prepare('DELETE FROM records WHERE id >= ? AND id < ?');
    this.#version = database.prepare('PRAGMA data_version');
  }

  /** Changes with each commit of another connection, never with our own. */
  foreignVersion(): number {
    return integer(this.#version.get() ?? {}, 'data_version');
  }

  /** To be called at the start of each write transaction: another process may have appended since. */
  refresh(): void {
    const version = this.foreignVersion();
    if (version !== this.#seenVersion) this.#next.clear();
    this.#seenVersion = version;
  }

  /** To be called when a transaction was rolled back. */
  forget(): void {
    this.#next.clear();
  }

  next(partition: Partition): number {
    const known = this.#next.get(partition.id);
    if (known !== undefined) return known;
    const next = integer(this.#selectNext.get(partition.id) ?? {}, 'next');
    this.#next.set(partition.id, next);
    return next;
  }

  /** Inside a transaction. `records[i]` goes to `targets[i]`; gives the offsets in the same order. */
  append(records: readonly NewRecord[], targets: readonly Partition[], timestamp: number): number[] {
    const touched = new Map<Partition, number>();
    const offsets: number[] = [];
    records.forEach((record, index) => {
      const partition = targets[index];
      if (!partition) return;
      const offset = touched.get(partition) ?? this.next(partition);
      const headers = record.headers && Object.keys(record.headers).length > 0 ? JSON.stringify(record.headers) : null;
      this.#insert.run(partition.id * OFFSETS + offset, timestamp, record.key, headers, record.value);
      touched.set(partition, offset + 1);
      offsets.push(offset);
    });
    for (const [partition, next] of touched) {
      this.#moveNext.run(next, partition.id);
      this.#next.set(partition.id, next);
    }
    return offsets;
  }

  /** Records from an offset on, at least one if there is one, at most `count`, and stopping once `bytes` are exceeded. */
  batch(partition: Partition, from: number, until: number, count: number, bytes: number): LogRecord[] {
    const base = partition.id * OFFSETS;
    const records: LogRecord[] = [];
    let size = 0;
    for (const row of this.#selectBatch.iterate(base + from, base + Math.min(until, OFFSETS), count)) {
      const record = toRecord(partition, row);
      records.push(record);
      size += record.value.byteLength;
      if (size >= bytes) break;
    }
    return records;
  }

  /** When the first record of a partition was taken; null when there is none. */
  oldest(partition: Partition): number | null {
    const base = partition.id * OFFSETS;
    const row = this.#selectTimes.get(base, base + OFFSETS, 1);
    return row ? integer(row, 'timestamp') : null;
  }

  /** Inside a transaction: drops at most `most` records from the front that are older than `cutoff`; gives their number. */
  sweep(partition: Partition, cutoff: number, most: number): number {
    const base = partition.id * OFFSETS;
    let gone = 0;
    let end = base;
    for (const row of this.#selectTimes.iterate(base, base + OFFSETS, most)) {
      if (integer(row, 'timestamp') >= cutoff) break;
      end = integer(row, 'id') + 1;
      gone++;
    }
    if (gone === 0) return 0;
    this.#delete.run(base, end);
    this.#moveFirst.run(end - base, partition.id);
    return gone;
  }
}

function toRecord(partition: Partition, row: Row): LogRecord {
  const { headers, value } = row;
  if (!(value instanceof Uint8Array)) throw new TypeError('a record without a value');
  return {
    topic: partition.topic,
    partition: partition.number,
    offset: integer(row, 'id') - partition.id * OFFSETS,
    key: text(row, 'key'),
    value,
    headers: typeof headers === 'string' ? JSON.parse(headers) : NO_HEADERS,
    timestamp: integer(row, 'timestamp'),
  };
}
