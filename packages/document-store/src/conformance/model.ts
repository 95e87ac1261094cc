import type { Body, Condition, FindOptions, Scalar, Stored, Where } from '../port.ts';

/** What `find` has to give over all pages, worked out the plain way. */
export function modelFind<T extends Body>(documents: readonly Stored<T>[], options: FindOptions): string[] {
  const { where = {}, anyOf, sort } = options;
  const kept = documents.filter(
    ({ body }) => holds(body, where) && (anyOf === undefined || anyOf.some((part) => holds(body, part))),
  );
  const sign = sort?.direction === 'descending' ? -1 : 1;
  const value = ({ body }: Stored<T>) => (sort ? scalar(body[sort.field]) : null);
  return kept.sort((a, b) => sign * (compare(value(a), value(b)) || compare(a.id, b.id))).map(({ id }) => id);
}

function holds(body: Body, where: Where): boolean {
  return Object.entries(where).every(([field, condition]) => meets(scalar(body[field]), condition));
}

function meets(value: Scalar, condition: Condition): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  if ('in' in condition) return condition.in.includes(value);
  if ('not' in condition) return value !== condition.not;
  if ('contains' in condition) {
    return typeof value === 'string' && value.toLowerCase().includes(condition.contains.toLowerCase());
  }
  const { gt, gte, lt, lte } = condition;
  const within = (bound: string | number | undefined, right: (order: number) => boolean) =>
    bound === undefined || (typeof bound === typeof value && right(compare(value, bound)));
  return (
    within(gt, (order) => order > 0) &&
    within(gte, (order) => order >= 0) &&
    within(lt, (order) => order < 0) &&
    within(lte, (order) => order <= 0)
  );
}

const KINDS = ['object', 'number', 'string', 'boolean'];

/** null, then numbers, then strings, then booleans. */
function compare(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  const kinds = KINDS.indexOf(typeof a) - KINDS.indexOf(typeof b);
  if (kinds !== 0 || a === null || b === null) return kinds;
  return a < b ? -1 : 1;
}

function scalar(value: unknown): Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
