import type { Body, Scalar, Stored } from '../port.ts';
import { jsonOf, scalarOf } from '../spec.ts';

/** How a document lies in MongoDB. The body is text, since its names may hold `$`, `.` and NUL, which BSON's may not. */
export interface MongoDocument {
  _id: string;
  version: number;
  /** The indexed fields of the body. */
  fields: Record<string, Scalar>;
  json: string;
}

export function toMongo(
  collection: string,
  fields: readonly string[],
  { id, version, body }: Stored<Body>,
): MongoDocument {
  const values = fields.map((field) => [field, scalarOf(collection, field, body)] as const);
  return { _id: id, version, fields: Object.fromEntries(values), json: jsonOf(collection, body) };
}

export function fromMongo<T extends Body>({
  _id,
  version,
  json,
}: Pick<MongoDocument, '_id' | 'version' | 'json'>): Stored<T> {
  const body: T = JSON.parse(json);
  return { id: _id, version, body };
}
