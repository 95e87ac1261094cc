import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadQueryError } from '../errors.ts';
import type { Collection, Condition, FindOptions, Scalar } from '../port.ts';
import { modelFind } from './model.ts';
import { type Bench, putAll } from './under-test.ts';

const VALUES: readonly Scalar[] = [
  null,
  -1.5,
  0,
  2,
  10,
  '',
  '10',
  'Lamp',
  'lamp',
  '路灯',
  '路灯坏了',
  'a.c',
  'abc',
  'Ж',
  false,
  true,
];
const INDEXES = [['kind', 'place'], ['place'], ['rank']];
const FIELDS = ['kind', 'place', 'rank'];

const CASES: { name: string; options: FindOptions; found: number[] }[] = [
  { name: 'equal to a string', options: { where: { kind: 'lamp' } }, found: [0, 3] },
  { name: 'equal to a number', options: { where: { rank: 2 } }, found: [1] },
  { name: 'equal to a boolean', options: { where: { rank: true } }, found: [3] },
  { name: 'equal to null, or absent', options: { where: { place: null } }, found: [2, 4] },
  { name: 'one of several', options: { where: { kind: { in: ['road', 'noise'] } } }, found: [1, 2] },
  {
    name: 'one of several, null among them',
    options: { where: { place: { in: ['云溪区', null] } } },
    found: [0, 2, 4],
  },
  { name: 'one of none', options: { where: { kind: { in: [] } } }, found: [] },
  { name: 'not equal', options: { where: { kind: { not: 'lamp' } } }, found: [1, 2, 4] },
  { name: 'not null', options: { where: { place: { not: null } } }, found: [0, 1, 3] },
  { name: 'in a range of numbers, bounds in', options: { where: { rank: { gte: 1, lte: 2 } } }, found: [0, 1] },
  { name: 'in a range of numbers, bounds out', options: { where: { rank: { gt: 1, lt: 20 } } }, found: [1] },
  { name: 'below a number: no null, no string, no boolean', options: { where: { rank: { lt: 1000 } } }, found: [0, 1] },
  { name: 'above a string: no boolean', options: { where: { rank: { gt: 'a' } } }, found: [4] },
  { name: 'containing, case ignored', options: { where: { title: { contains: 'LAMP 3' } } }, found: [0] },
  { name: 'containing Chinese', options: { where: { title: { contains: '坏了' } } }, found: [1] },
  { name: 'containing signs taken as they are', options: { where: { title: { contains: '50%_(.*)' } } }, found: [2] },
  { name: 'containing a backslash and a quote', options: { where: { title: { contains: '\\d"' } } }, found: [3] },
  {
    name: 'containing letters beyond ASCII, case ignored',
    options: { where: { title: { contains: 'ÉCOLE' } } },
    found: [4],
  },
  { name: 'two conditions', options: { where: { kind: 'lamp', rank: true } }, found: [3] },
  { name: 'any of', options: { anyOf: [{ kind: 'road' }, { rank: true }] }, found: [1, 3] },
  { name: 'any of, and one more', options: { where: { kind: 'lamp' }, anyOf: [{ rank: 1 }, { rank: 2 }] }, found: [0] },
  { name: 'any of none', options: { anyOf: [] }, found: [] },
  { name: 'any of, one without a condition', options: { anyOf: [{ kind: 'road' }, {}] }, found: [0, 1, 2, 3, 4] },
  {
    name: 'sorted, nulls first',
    options: { sort: { field: 'place', direction: 'ascending' } },
    found: [2, 4, 0, 3, 1],
  },
  {
    name: 'sorted down, nulls last',
    options: { sort: { field: 'place', direction: 'descending' } },
    found: [1, 3, 0, 4, 2],
  },
  { name: 'sorted over types', options: { sort: { field: 'rank', direction: 'ascending' } }, found: [2, 0, 1, 4, 3] },
];

const BODIES = [
  { kind: 'lamp', place: '云溪区', rank: 1, title: 'Street Lamp 3 is out' },
  { kind: 'road', place: '北湖区', rank: 2, title: '路灯坏了' },
  { kind: 'noise', place: null, rank: null, title: '50%_(.*) louder' },
  { kind: 'lamp', place: '云溪区 ', rank: true, title: 'path C:\\d"' },
  { kind: 'other', rank: 'text', title: 'près de l’école' },
];

const REFUSED: { name: string; options: object; says: RegExp }[] = [
  { name: 'a limit of 0', options: { limit: 0 }, says: /"limit" is 0; give a whole number from 1 to 1000/ },
  { name: 'a limit of 1,001', options: { limit: 1001 }, says: /"limit"/ },
  { name: 'a limit of 1.5', options: { limit: 1.5 }, says: /"limit"/ },
  {
    name: 'a field not declared',
    options: { where: { unit: 'x' } },
    says: /"unit" is not declared; add it .* kind, place, rank/,
  },
  { name: 'a field not declared, in anyOf', options: { anyOf: [{ unit: 'x' }] }, says: /"unit"/ },
  {
    name: 'a sort by a field not declared',
    options: { sort: { field: 'unit', direction: 'ascending' } },
    says: /"unit"/,
  },
  {
    name: 'a direction that is none',
    options: { sort: { field: 'kind', direction: 'up' } },
    says: /ascending or descending/,
  },
  { name: 'an operator that is none', options: { where: { kind: { like: 'x' } } }, says: /"kind".*"like"; use in, gt/ },
  { name: 'an empty condition', options: { where: { kind: {} } }, says: /"kind" is empty; leave the field out/ },
  { name: 'an undefined condition', options: { where: { kind: undefined } }, says: /"kind".*leave the field out/ },
  { name: 'a list as condition', options: { where: { kind: ['x'] } }, says: /"kind"/ },
  {
    name: 'operators mixed',
    options: { where: { kind: { not: 1, contains: 'x' } } },
    says: /"kind" mixes not, contains/,
  },
  { name: 'a range of mixed types', options: { where: { rank: { gt: 1, lt: 'x' } } }, says: /"rank" has a range from/ },
  { name: 'a range to nothing', options: { where: { rank: { gt: null } } }, says: /"rank" has a "gt" that is neither/ },
  { name: 'a value that is no scalar', options: { where: { kind: { in: [{ $ne: 1 }] } } }, says: /"kind" has an "in"/ },
  { name: 'a cursor that is none', options: { after: 'x' }, says: /"after" is no cursor/ },
];

const scalar = fc.constantFrom(...VALUES);
const bound = fc.constantFrom(...VALUES.filter((value) => typeof value === 'string' || typeof value === 'number'));
const condition: fc.Arbitrary<Condition> = fc.oneof(
  scalar,
  fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ not: scalar }),
  fc.constantFrom('gt', 'gte', 'lt', 'lte').chain((operator) => fc.record({ [operator]: bound })),
  fc.record({ contains: fc.constantFrom('LAMP', '灯', '.', 'ж', '1', '') }),
);
const where = fc.dictionary(fc.constantFrom(...FIELDS), condition, { maxKeys: 2 });
const direction = fc.constantFrom('ascending' as const, 'descending' as const);
const options: fc.Arbitrary<FindOptions> = fc.record(
  {
    where,
    anyOf: fc.array(where, { maxLength: 3 }),
    sort: fc.record({ field: fc.constantFrom(...FIELDS), direction }),
    limit: fc.integer({ min: 3, max: 40 }),
  },
  { requiredKeys: [] },
);

export function describeFinding(bench: Bench): void {
  describe('find', () => {
    test.each(CASES)('documents: $name', async ({ options, found }) => {
      const collection = await bench.collection([['kind', 'place', 'rank'], ['title']]);
      const ids = await putAll(collection, BODIES);
      expect((await collection.find(options)).items.map(({ id }) => ids.indexOf(id))).toEqual(found);
    });

    test.each(REFUSED)('refuses $name, naming field and remedy', async ({ options, says }) => {
      const collection = await bench.collection(INDEXES);
      await expect(collection.find(options)).rejects.toThrow(BadQueryError);
      await expect(collection.find(options)).rejects.toThrow(says);
    });

    test('gives what the plain way gives, for any documents and question', async () => {
      const collection = await bench.collection(INDEXES);
      const body = fc.record({ kind: scalar, place: scalar, rank: scalar }, { requiredKeys: [] });
      const bodies = fc.sample(body, { numRuns: 60, seed: 12345 });
      await putAll(collection, bodies);
      const { items: documents } = await collection.find({ limit: 1000 });
      expect(documents).toHaveLength(60);
      await fc.assert(
        fc.asyncProperty(options, async (asked) => {
          expect(await allPages(collection, asked)).toEqual(modelFind(documents, asked));
        }),
        { numRuns: 60 },
      );
    });
  });
}

async function allPages(collection: Collection<Record<string, unknown>>, options: FindOptions): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await collection.find({ ...options, ...(after && { after }) });
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
  }
  return ids;
}
