import type { SQLInputValue } from 'node:sqlite';
import type { Body, CollectionSpec } from '../port.ts';
import { jsonOf, scalarOf } from '../spec.ts';
import { encode } from './sql.ts';

/** A document on its way into the file. */
export interface Entry {
  id: string;
  version: number;
  json: string;
  /** The indexed fields that the values are of, comma-separated. */
  fields: string;
  values: SQLInputValue[];
}

/** What the thread that writes is asked to do. Plain data. */
export type Command =
  | { do: 'declare'; spec: CollectionSpec }
  | { do: 'put'; collection: string; entry: Entry; expected: number }
  | { do: 'project'; collection: string; entries: Entry[] }
  | { do: 'delete'; collection: string; id: string; expected: number | undefined };

/** `absent`: there was nothing to delete. */
export type Outcome = 'done' | 'absent' | 'conflict';

/** What became of one command. Refused and failed ones have changed nothing. */
export type Answer = Outcome | { refused: string } | { failed: string };

/** Takes the document as it is now: the caller may change it before it is written. Throws BadQueryError. */
export function entryOf(collection: string, fields: readonly string[], id: string, version: number, body: Body): Entry {
  const json = jsonOf(collection, body);
  return { id, version, json, fields: fields.join(), values: valuesOf(collection, fields, body) };
}

export function valuesOf(collection: string, fields: readonly string[], body: Body): SQLInputValue[] {
  return fields.map((field) => encode(scalarOf(collection, field, body)));
}
