import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Place } from '../cursor.ts';
import type { Scalar } from '../port.ts';
import type { Clause, Filter, RangeOperator, Sort } from '../query.ts';

/** A piece of SQL and the values of its question marks. */
export interface Sql {
  text: string;
  values: SQLInputValue[];
}

const NULL = Number.NEGATIVE_INFINITY;
const COMPARE: Record<RangeOperator, string> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The column of an indexed field; the prefix keeps it apart from `id` and `version`. */
export function column(field: string): string {
  return quoted(`f:${field}`);
}

/**
 * The value as it is kept in a column. Columns are never NULL, so that one row-value comparison finds the place behind a
 * cursor: null is the lowest number (JSON has no infinity), booleans are blobs. The order is that of MongoDB: null,
 * numbers, strings by bytes, booleans.
 */
export function encode(value: Scalar): SQLInputValue {
  if (value === null) return NULL;
  return typeof value === 'boolean' ? Uint8Array.of(value ? 1 : 0) : value;
}

export function decode(value: SQLOutputValue | undefined): Scalar {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return value[0] === 1;
  return value === undefined || value === null || value === NULL ? null : Number(value);
}

export function filterSql(filter: Filter): Sql {
  const parts = filter.all.map(clauseSql);
  if (filter.any)
    parts.push(
      joined(
        filter.any.map((clauses) => joined(clauses.map(clauseSql), 'AND', '1')),
        'OR',
        '0',
      ),
    );
  return joined(parts, 'AND', '1');
}

/** What lies behind a place in an order. */
export function behindSql(sort: Sort, place: Place): Sql {
  const operator = sort.direction === 'ascending' ? '>' : '<';
  if (sort.field === null) return { text: `id ${operator} ?`, values: [place.id] };
  return { text: `(${column(sort.field)}, id) ${operator} (?, ?)`, values: [encode(place.value), place.id] };
}

export function orderSql({ field, direction }: Sort): string {
  const way = direction === 'ascending' ? 'ASC' : 'DESC';
  return field === null ? `id ${way}` : `${column(field)} ${way}, id ${way}`;
}

/** `none` is the text when there is nothing to join. */
export function joined(parts: readonly Sql[], operator: 'AND' | 'OR', none: string): Sql {
  if (parts.length === 0) return { text: none, values: [] };
  return {
    text: `(${parts.map((part) => part.text).join(` ${operator} `)})`,
    values: parts.flatMap((part) => part.values),
  };
}

function clauseSql({ field, test }: Clause): Sql {
  const name = column(field);
  switch (test.is) {
    case 'in':
      if (test.values.length === 1) return { text: `${name} = ?`, values: test.values.map(encode) };
      return { text: `${name} IN (${test.values.map(() => '?').join(', ')})`, values: test.values.map(encode) };
    case 'not':
      return { text: `${name} <> ?`, values: [encode(test.value)] };
    case 'range':
      return rangeSql(name, test.bounds);
    case 'contains':
      return containsSql(name, test.text);
  }
}

/** Only values of the bounds' own type are in a range: numbers are below '' and above null, strings below any blob. */
function rangeSql(name: string, bounds: readonly { operator: RangeOperator; value: string | number }[]): Sql {
  const parts = bounds.map(({ operator, value }) => ({ text: `${name} ${COMPARE[operator]} ?`, values: [value] }));
  const ofStrings = typeof bounds[0]?.value === 'string';
  const ownType = ofStrings ? `${name} >= '' AND ${name} < x''` : `${name} > -9e999 AND ${name} < ''`;
  return joined([...parts, { text: ownType, values: [] }], 'AND', '1');
}

/** SQLite's own `lower` knows ASCII only. That is enough for a text without other letters that have cases, and quicker. */
function containsSql(name: string, text: string): Sql {
  const folded = text.toLowerCase();
  const rest = folded.replaceAll(/[a-z]/g, '');
  const found = rest.toUpperCase() === rest ? `instr(lower(${name}), ?)` : `contains_folded(${name}, ?)`;
  return { text: `(typeof(${name}) = 'text' AND ${found} > 0)`, values: [folded] };
}

/** Registered as `contains_folded`. */
export function containsFolded(text: unknown, folded: unknown): number {
  return typeof text === 'string' && text.toLowerCase().includes(String(folded)) ? 1 : 0;
}
