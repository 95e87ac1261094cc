import { BadQueryError } from './errors.ts';
import type { Body, CollectionSpec, Scalar } from './port.ts';

const NAME = /^[a-z][a-z0-9-]{0,99}$/;
const FIELD = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** The fields that a spec declares, each once. Throws BadQueryError when the spec could not work in every driver. */
export function declaredFields(spec: CollectionSpec): string[] {
  if (!NAME.test(spec.name)) {
    throw new BadQueryError(`collection name "${spec.name}": use lower case letters, digits and hyphens`);
  }
  for (const index of spec.indexes) {
    if (index.length === 0) throw new BadQueryError(`${spec.name}: an index without a field; name one or leave it out`);
  }
  const fields = [...new Set(spec.indexes.flat())];
  for (const field of fields) {
    if (!FIELD.test(field)) {
      throw new BadQueryError(`${spec.name}: "${field}" cannot be indexed; use letters, digits and _ in its name`);
    }
  }
  return fields;
}

/** The value of an indexed field as stores compare it: what is absent counts as null. Throws BadQueryError for a list or an object. */
export function scalarOf(collection: string, field: string, body: Body): Scalar {
  const value = body[field];
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    default:
      if (value === null) return null;
      throw new BadQueryError(
        `${collection}: the indexed field "${field}" holds a ${typeof value}; make it a string, number, boolean or null`,
      );
  }
}

/** Throws BadQueryError for an id that some driver could not hold. */
export function checkId(collection: string, id: string): void {
  if (id.length === 0 || id.length > 500) {
    throw new BadQueryError(`${collection}: an id has 1 to 500 characters, this one has ${id.length}`);
  }
}

/** Throws BadQueryError for what is no version. */
export function checkExpected(collection: string, expected: number): void {
  if (!Number.isSafeInteger(expected) || expected < 0) {
    throw new BadQueryError(
      `${collection}: "expected" is ${expected}; give the stored version, or 0 for a new document`,
    );
  }
}

/** MongoDB takes documents of 16 MiB; a character may need three bytes, and an indexed field is stored twice. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

/** The body as JSON text. Throws BadQueryError when it is too large for some driver. */
export function jsonOf(collection: string, body: Body): string {
  const json = JSON.stringify(body);
  if (json.length <= MOST_CHARACTERS) return json;
  throw new BadQueryError(
    `${collection}: a body of ${json.length} characters of JSON; keep it under ${MOST_CHARACTERS}, large things in files`,
  );
}
