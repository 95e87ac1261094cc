import type { Database } from './database.ts';
import { quoted } from './sql.ts';

/**
 * The names of a collection's two tables: `<name>` with id, version and the indexed fields, narrow, so that a scan of
 * 100,000 stays quick; `<name>:body` with the JSON, by the same row number.
 */
export interface Names {
  keys: string;
  bodies: string;
}

export function namesOf(collection: string): Names {
  return { keys: quoted(collection), bodies: quoted(`${collection}:body`) };
}

/** The indexed fields that the file has for a collection, whoever declared them. */
export function fieldsOf(database: Database, { keys }: Names): string[] {
  const columns = database.all({ text: `PRAGMA table_info(${keys})`, values: [] });
  return columns.flatMap(({ name }) => (String(name).startsWith('f:') ? [String(name).slice(2)] : []));
}
