import type { Place } from '../cursor.ts';
import type { Scalar } from '../port.ts';
import type { Clause, Filter, Query, Sort } from '../query.ts';

/** A filter in MongoDB's own language. */
export type MongoFilter = Record<string, unknown>;

const NOTHING: MongoFilter = { _id: { $in: [] } };
const NUMBERS = { $gte: -Number.MAX_VALUE };
const STRINGS = { $gte: '' };
const BOOLEANS = { $in: [false, true] };

/** Where an indexed field of the body lies in a stored document. */
export function path(field: string): string {
  return `fields.${field}`;
}

export function mongoFilter({ all, any }: Filter, after: MongoFilter | null = null): MongoFilter {
  const parts = all.map(clause);
  if (any && !any.some((clauses) => clauses.length === 0))
    parts.push(anyOf(any.map((clauses) => allOf(clauses.map(clause)))));
  if (after) parts.push(after);
  return allOf(parts);
}

export function mongoQuery(query: Query): MongoFilter {
  return mongoFilter(query, query.after && behind(query.sort, query.after));
}

export function mongoSort({ field, direction }: Sort): Record<string, 1 | -1> {
  const way = direction === 'ascending' ? 1 : -1;
  return field === null ? { _id: way } : { [path(field)]: way, _id: way };
}

function clause({ field, test }: Clause): MongoFilter {
  const name = path(field);
  switch (test.is) {
    case 'in':
      return { [name]: test.values.length === 1 ? { $eq: test.values[0] } : { $in: test.values } };
    case 'not':
      return { [name]: { $ne: test.value } };
    case 'range':
      return { [name]: Object.fromEntries(test.bounds.map(({ operator, value }) => [`$${operator}`, value])) };
    case 'contains':
      return containing(name, test.text);
  }
}

/** Asks for strings apart: some servers match the text of numbers too, and anything to the empty expression. */
function containing(name: string, text: string): MongoFilter {
  const strings = { [name]: STRINGS };
  return text === '' ? strings : allOf([strings, { [name]: { $regex: escaped(text), $options: 'i' } }]);
}

/** Every character that means something to one of the regular expression engines of MongoDB and its likes, as a code. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} _]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : sign;
  });
}

/** What lies behind a place in an order. Comparisons see values of their own type only, so the types behind are named. */
function behind({ field, direction }: Sort, { value, id }: Place): MongoFilter {
  const further = direction === 'ascending' ? '$gt' : '$lt';
  if (field === null) return { _id: { [further]: id } };
  const name = path(field);
  const conditions = direction === 'ascending' ? above(value) : below(value);
  return anyOf([{ [name]: { $eq: value }, _id: { [further]: id } }, ...conditions.map((is) => ({ [name]: is }))]);
}

function above(value: Scalar): MongoFilter[] {
  if (value === null) return [{ $ne: null }];
  if (typeof value === 'number') return [{ $gt: value }, STRINGS, BOOLEANS];
  if (typeof value === 'string') return [{ $gt: value }, BOOLEANS];
  return value ? [] : [{ $eq: true }];
}

function below(value: Scalar): MongoFilter[] {
  const none = { $eq: null };
  if (value === null) return [];
  if (typeof value === 'number') return [{ $lt: value }, none];
  if (typeof value === 'string') return [{ $lt: value }, NUMBERS, none];
  return [...(value ? [{ $eq: false }] : []), STRINGS, NUMBERS, none];
}

function allOf(parts: readonly MongoFilter[]): MongoFilter {
  return parts.length > 1 ? { $and: parts } : (parts[0] ?? {});
}

function anyOf(parts: readonly MongoFilter[]): MongoFilter {
  return parts.length > 1 ? { $or: parts } : (parts[0] ?? NOTHING);
}
