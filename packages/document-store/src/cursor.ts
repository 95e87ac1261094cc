import { BadQueryError } from './errors.ts';
import type { Scalar } from './port.ts';
import type { Sort } from './query.ts';

/** The last document of a page: the next page begins right behind it, however many were added meanwhile. */
export interface Place {
  /** Its value of the field that is sorted by; null when sorted by id. */
  value: Scalar;
  id: string;
}

/** A place with the order it is in, as opaque text. */
export function writeCursor(sort: Sort, { value, id }: Place): string {
  return Buffer.from(JSON.stringify([sort.field, sort.direction, value, id])).toString('base64url');
}

/** Throws BadQueryError when the text is no cursor, or the cursor of another order. */
export function readCursor(collection: string, sort: Sort, cursor: string): Place {
  const parts = parse(cursor);
  if (parts === null)
    throw new BadQueryError(`${collection}: "after" is no cursor; pass the "next" of a page, or null`);
  const [field, direction, value, id] = parts;
  if (field !== sort.field || direction !== sort.direction) {
    throw new BadQueryError(`${collection}: "after" is from a page in another order; start again without it`);
  }
  return { value, id };
}

function parse(cursor: string): [string | null, string, Scalar, string] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 4) return null;
    const [field, direction, value, id]: unknown[] = parts;
    if (field !== null && typeof field !== 'string') return null;
    if (typeof direction !== 'string' || typeof id !== 'string' || !isScalar(value)) return null;
    return [field, direction, value, id];
  } catch {
    return null;
  }
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
