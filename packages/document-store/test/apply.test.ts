import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Applier } from '../src/embedded/apply.ts';
import { type Command, type Entry, entryOf } from '../src/embedded/command.ts';
import { Database } from '../src/embedded/database.ts';
import type { Body } from '../src/index.ts';

const FIELDS = ['lamp', 'unit'];
const DECLARE: Command = { do: 'declare', spec: { name: 'cases', indexes: [['lamp'], ['unit']] } };

function entry(id: string, version: number, body: Body, fields = FIELDS): Entry {
  return entryOf('cases', fields, id, version, body);
}

function put(id: string, expected: number, body: Body, fields = FIELDS): Command {
  return { do: 'put', collection: 'cases', entry: entry(id, expected + 1, body, fields), expected };
}

describe('commands on the file', () => {
  let folder: string;
  let database: Database;
  let applier: Applier;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'apply-'));
    database = new Database(folder, 50);
    applier = new Applier(database);
    expect(applier.apply([DECLARE])).toEqual(['done']);
  });

  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  const rows = () =>
    database.all({ text: 'SELECT id, version, "f:lamp", "f:unit" FROM cases ORDER BY id', values: [] });

  test('each is judged on its own and sees what the earlier ones wrote', () => {
    const answers = applier.apply([
      put('a', 0, { lamp: 'red' }),
      put('a', 0, { lamp: 'green' }),
      put('a', 1, { lamp: 'yellow' }),
      put('b', 3, { lamp: 'red' }),
      { do: 'project', collection: 'cases', entries: [entry('a', 2, { lamp: 'late' }), entry('c', 7, { unit: 'u' })] },
      { do: 'delete', collection: 'cases', id: 'c', expected: 6 },
      { do: 'delete', collection: 'cases', id: 'c', expected: 7 },
      { do: 'delete', collection: 'cases', id: 'c', expected: undefined },
    ]);
    expect(answers).toEqual(['done', 'conflict', 'done', 'conflict', 'done', 'conflict', 'done', 'absent']);
    expect(rows()).toEqual([{ id: 'a', version: 2, 'f:lamp': 'yellow', 'f:unit': Number.NEGATIVE_INFINITY }]);
  });

  test.each([
    { from: 'red', to: 'green', kept: 'green' },
    { from: 'red', to: null, kept: Number.NEGATIVE_INFINITY },
    { from: true, to: false, kept: Uint8Array.of(0) },
    { from: true, to: 1, kept: 1 },
    { from: 0, to: false, kept: Uint8Array.of(0) },
  ])('a field that changes from $from to $to is changed, another is not', ({ from, to, kept }) => {
    applier.apply([put('a', 0, { lamp: from, unit: 'u' }), put('a', 1, { lamp: to, unit: 'u' })]);
    expect(rows()).toEqual([{ id: 'a', version: 2, 'f:lamp': kept, 'f:unit': 'u' }]);
  });

  test('a sender that does not know all fields has them filled from the body', () => {
    expect(applier.apply([put('a', 0, { lamp: 'red', unit: 'u' }, ['lamp'])])).toEqual(['done']);
    expect(rows()).toEqual([{ id: 'a', version: 1, 'f:lamp': 'red', 'f:unit': 'u' }]);
  });

  test('what cannot be indexed is refused alone, and nothing of it is written', () => {
    const entries = [entry('b', 1, { lamp: 'red' }), entry('c', 1, { unit: ['u'] }, ['lamp'])];
    const [first, refused] = applier.apply([
      put('a', 0, { lamp: 'red' }),
      { do: 'project', collection: 'cases', entries },
    ]);
    expect([first, refused]).toEqual(['done', { refused: expect.stringContaining('"unit" holds a object') }]);
    expect(rows()).toHaveLength(1);
  });

  test('a declaration that documents contradict is undone alone', () => {
    const answers = applier.apply([
      put('a', 0, { lamp: 'red', tags: ['x'] }),
      { do: 'declare', spec: { name: 'cases', indexes: [['tags']] } },
      put('b', 0, { lamp: 'red', tags: ['y'] }),
    ]);
    expect(answers).toEqual(['done', { refused: expect.stringContaining('"tags"') }, 'done']);
    expect(Object.keys(rows()[0] ?? {})).toHaveLength(4);
  });

  test('when the file is held by another process all have failed, and work again after', () => {
    const other = new DatabaseSync(join(folder, 'documents.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    const failed = { failed: expect.stringContaining('locked') };
    expect(applier.apply([put('a', 0, {}), put('b', 0, {})])).toEqual([failed, failed]);
    other.close();
    expect(applier.apply([put('a', 0, {})])).toEqual(['done']);
  });
});
