import { isScalar, type Place, readCursor } from './cursor.ts';
import { BadQueryError } from './errors.ts';
import type { FindOptions, Scalar, Where } from './port.ts';

export interface Sort {
  /** null: by id. */
  field: string | null;
  direction: 'ascending' | 'descending';
}

/** One condition in the form that drivers translate. */
export type Test =
  | { is: 'in'; values: readonly Scalar[] }
  | { is: 'not'; value: Scalar }
  | { is: 'range'; bounds: readonly { operator: RangeOperator; value: string | number }[] }
  | { is: 'contains'; text: string };

export type RangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

export interface Clause {
  field: string;
  test: Test;
}

export interface Filter {
  all: readonly Clause[];
  /** null: not asked for. Empty: nothing can hold. */
  any: readonly (readonly Clause[])[] | null;
}

export interface Query extends Filter {
  sort: Sort;
  after: Place | null;
  limit: number;
}

/** What a collection's queries may name. */
export interface Declared {
  name: string;
  fields: readonly string[];
}

const RANGE_OPERATORS: readonly RangeOperator[] = ['gt', 'gte', 'lt', 'lte'];
const MOST_ITEMS = 1000;
const MOST_VALUES = 1000;
const MOST_ALTERNATIVES = 200;

/** Throws BadQueryError, which names the field and the remedy. */
export function checkFind(declared: Declared, options: FindOptions): Query {
  const { limit = 100, after = null } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ITEMS) {
    throw new BadQueryError(`${declared.name}: "limit" is ${limit}; give a whole number from 1 to ${MOST_ITEMS}`);
  }
  const sort = options.sort ?? { field: null, direction: 'ascending' };
  if (sort.field !== null) checkField(declared, sort.field);
  if (sort.direction !== 'ascending' && sort.direction !== 'descending') {
    throw new BadQueryError(`${declared.name}: "direction" is ${sort.direction}; give ascending or descending`);
  }
  return {
    ...checkFilter(declared, options),
    sort,
    after: after === null ? null : readCursor(declared.name, sort, after),
    limit,
  };
}

/** Throws BadQueryError, which names the field and the remedy. */
export function checkFilter(declared: Declared, options: Pick<FindOptions, 'where' | 'anyOf'>): Filter {
  const { where = {}, anyOf } = options;
  if (anyOf && anyOf.length > MOST_ALTERNATIVES) {
    throw new BadQueryError(`${declared.name}: "anyOf" has ${anyOf.length} parts; give at most ${MOST_ALTERNATIVES}`);
  }
  return { all: clausesOf(declared, where), any: anyOf ? anyOf.map((part) => clausesOf(declared, part)) : null };
}

/** Throws BadQueryError when the collection did not declare the field. */
export function checkField(declared: Declared, field: string): void {
  if (declared.fields.includes(field)) return;
  const known = declared.fields.join(', ') || 'none';
  throw new BadQueryError(
    `${declared.name}: "${field}" is not declared; add it to the collection's indexes or ask by one of: ${known}`,
  );
}

function clausesOf(declared: Declared, where: Where): Clause[] {
  return Object.entries(where).map(([field, condition]) => {
    checkField(declared, field);
    return { field, test: testOf(declared, field, condition) };
  });
}

/** Takes `unknown`: conditions often come from a request, and a type does not hold at run time. */
function testOf(declared: Declared, field: string, condition: unknown): Test {
  if (isScalar(condition)) return { is: 'in', values: [condition] };
  const refuse = (why: string) => new BadQueryError(`${declared.name}: the condition on "${field}" ${why}`);
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) {
    throw refuse(
      'is not a string, number, boolean, null or an object like { in: […] }; leave the field out to not ask',
    );
  }
  const entries: [string, unknown][] = Object.entries(condition);
  const [first] = entries;
  if (!first) throw refuse('is empty; leave the field out to not ask');
  const [operator, operand] = first;
  if (isRangeOperator(operator)) return { is: 'range', bounds: boundsOf(entries, refuse) };
  if (entries.length > 1) throw refuse(`mixes ${Object.keys(condition).join(', ')}; give one of them`);
  switch (operator) {
    case 'in':
      if (!Array.isArray(operand) || !operand.every(isScalar)) throw refuse('has an "in" that is no list of scalars');
      if (operand.length > MOST_VALUES) throw refuse(`has ${operand.length} values; give at most ${MOST_VALUES}`);
      return { is: 'in', values: operand };
    case 'not':
      if (!isScalar(operand)) throw refuse('has a "not" that is no scalar');
      return { is: 'not', value: operand };
    case 'contains':
      if (typeof operand !== 'string') throw refuse('has a "contains" that is no string');
      return { is: 'contains', text: operand };
    default:
      throw refuse(`has the unknown operator "${operator}"; use in, gt, gte, lt, lte, not or contains`);
  }
}

function isRangeOperator(name: string): name is RangeOperator {
  return RANGE_OPERATORS.some((operator) => operator === name);
}

function boundsOf(entries: readonly [string, unknown][], refuse: (why: string) => BadQueryError) {
  const bounds = entries.map(([operator, value]) => {
    if (!isRangeOperator(operator)) throw refuse(`mixes a range with "${operator}"; give one of them`);
    if (typeof value !== 'string' && !(typeof value === 'number' && Number.isFinite(value))) {
      throw refuse(`has a "${operator}" that is neither string nor number`);
    }
    return { operator, value };
  });
  if (new Set(bounds.map(({ value }) => typeof value)).size > 1) throw refuse('has a range from a string to a number');
  return bounds;
}
