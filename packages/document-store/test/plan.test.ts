import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findSql } from '../src/embedded/collection.ts';
import { Database } from '../src/embedded/database.ts';
import { namesOf } from '../src/embedded/names.ts';
import { Table } from '../src/embedded/table.ts';
import type { FindOptions } from '../src/port.ts';
import { checkFind } from '../src/query.ts';

const INDEXES = [['unit', 'deadline'], ['deadline'], ['lamp']];
const FIELDS = ['unit', 'deadline', 'lamp'];
const UP = { field: 'deadline', direction: 'ascending' } as const;
const DOWN = { field: 'deadline', direction: 'descending' } as const;

const CASES: { name: string; options: FindOptions; index: string }[] = [
  { name: 'by id', options: {}, index: 'sqlite_autoindex_cases_1' },
  { name: 'a sort alone', options: { sort: DOWN }, index: 'cases(deadline)' },
  { name: 'a value and a sort', options: { where: { unit: 'u' }, sort: UP }, index: 'cases(unit,deadline)' },
  { name: 'a value and a sort down', options: { where: { unit: 'u' }, sort: DOWN }, index: 'cases(unit,deadline)' },
  { name: 'null and a sort', options: { where: { unit: null }, sort: UP }, index: 'cases(unit,deadline)' },
  {
    name: 'a range of what is sorted',
    options: { where: { deadline: { gt: '2026' } }, sort: UP },
    index: 'cases(deadline)',
  },
  { name: 'a scan in order', options: { where: { lamp: { contains: 'r' } }, sort: DOWN }, index: 'cases(deadline)' },
];

describe('the plan of a find', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  const database = new Database(folder, 1000);
  new Table(database, 'cases').declare({ name: 'cases', indexes: INDEXES });

  afterAll(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  test.each(CASES)('$name goes along its index, on every page', ({ options, index }) => {
    for (const after of [null, { value: 'x', id: 'y' }]) {
      const query = { ...checkFind({ name: 'cases', fields: FIELDS }, options), after };
      const { text, values } = findSql(namesOf('cases'), query);
      const steps = database.all({ text: `EXPLAIN QUERY PLAN ${text}`, values });
      const inner = steps.filter(({ parent }) => parent !== 0).map(({ detail }) => String(detail));
      expect(inner.join('\n')).toContain(`INDEX ${index}`);
      expect(inner.join('\n')).not.toContain('TEMP B-TREE');
    }
  });
});
