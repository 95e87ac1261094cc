import { describe, expect, test } from '@jest/globals';
import { BadQueryError } from '../errors.ts';
import { type Bench, putAll } from './under-test.ts';

const BODIES = [
  { district: '云溪区', lamp: 'green', late: false },
  { district: '云溪区', lamp: 'red', late: true },
  { district: '北湖区', lamp: 'red', late: true },
  { district: null, lamp: 'red' },
  { lamp: 'red', late: true },
];

const CASES = [
  { name: 'all', by: [], rows: [[[], 5]] },
  {
    name: 'by a field, null among its values',
    by: ['district'],
    rows: [
      [[null], 2],
      [['云溪区'], 2],
      [['北湖区'], 1],
    ],
  },
  {
    name: 'by two fields with a condition',
    by: ['lamp', 'late'],
    where: { district: { not: '北湖区' } },
    rows: [
      [['green', false], 1],
      [['red', null], 1],
      [['red', true], 2],
    ],
  },
  { name: 'none, by nothing', by: [], where: { lamp: 'blue' }, rows: [[[], 0]] },
  { name: 'none, by a field', by: ['district'], where: { lamp: 'blue' }, rows: [] },
  {
    name: 'by a field, any of',
    by: ['lamp'],
    anyOf: [{ lamp: 'green' }, { district: '北湖区' }],
    rows: [
      [['green'], 1],
      [['red'], 1],
    ],
  },
];

export function describeCounting(bench: Bench): void {
  describe('count', () => {
    test.each(CASES)('counts $name', async ({ by, where, anyOf, rows }) => {
      const collection = await bench.collection([['district', 'lamp'], ['late']]);
      await putAll(collection, BODIES);
      const counted = await collection.count({ by, ...(where && { where }), ...(anyOf && { anyOf }) });
      const seen = counted.map(({ values, count }) => [by.map((field) => values[field]), count]);
      expect(seen.map((row) => JSON.stringify(row)).sort()).toEqual(rows.map((row) => JSON.stringify(row)).sort());
    });

    test('by a field that was not declared is refused, naming field and remedy', async () => {
      const collection = await bench.collection([['lamp']]);
      const counting = collection.count({ by: ['unit'] });
      await expect(counting).rejects.toThrow(BadQueryError);
      await expect(counting).rejects.toThrow(/"unit" is not declared; add it .* ask by one of: lamp/);
    });
  });
}
