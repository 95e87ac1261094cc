/** What a document's body may hold: JSON, at most 2 Mi characters of it. */
export type Body = Record<string, unknown>;

export interface Stored<T extends Body> {
  id: string;
  /** 1 for a new document, then one more with each put. */
  version: number;
  body: T;
}

export interface CollectionSpec {
  /** Lower case, hyphens; the owner's name first: `routing-cases`. */
  name: string;
  /**
   * Top-level fields of the body by which `find` and `count` may ask and sort, grouped as indexes: each list is one
   * compound index in that order. Values are string, number, boolean or null; what is absent counts as null.
   */
  indexes: readonly (readonly string[])[];
}

export type Scalar = string | number | boolean | null;

/**
 * A condition on one field: equal to a value, one of several, in a range of values of one type, another value, or (strings)
 * containing a text, case ignored.
 */
export type Condition =
  | Scalar
  | { in: readonly Scalar[] }
  | { gt?: string | number; gte?: string | number; lt?: string | number; lte?: string | number }
  | { not: Scalar }
  | { contains: string };

export type Where = Readonly<Record<string, Condition>>;

export interface FindOptions {
  where?: Where;
  /** Any of these holds as well (each is a Where of its own). None given: nothing is found. */
  anyOf?: readonly Where[];
  /**
   * By a declared field, ties by id in the same direction: null, then numbers, strings, booleans. Default: by id,
   * ascending.
   */
  sort?: { field: string; direction: 'ascending' | 'descending' };
  /** From a page's `next`. Opaque, stable while documents are added. */
  after?: string | null;
  /** 1 to 1,000; default 100. */
  limit?: number;
}

export interface Page<T extends Body> {
  items: Stored<T>[];
  /** Pass as `after` for the page that follows; null: this was the last. */
  next: string | null;
}

/** Documents of one kind. Every write is durable when its promise resolves; concurrent writes share a flush. */
export interface Collection<T extends Body> {
  get(id: string): Promise<Stored<T> | null>;
  /** Those that are there, in the order asked, each once. */
  getMany(ids: readonly string[]): Promise<Stored<T>[]>;
  /**
   * Writes the body if the stored version is `expected` (0: it must not exist yet). Resolves to the new version.
   * Throws VersionConflictError otherwise: read again and decide again.
   */
  put(id: string, body: T, expected: number): Promise<number>;
  /**
   * For projections, whose documents know their own version: writes each whose `version` is higher than the stored one,
   * keeps the stored one otherwise. Resolves when all are durable.
   */
  project(documents: readonly Stored<T>[]): Promise<void>;
  /** True when it was there, false when it was not, whatever was expected. Throws VersionConflictError when `expected` is given and is not the stored version. */
  delete(id: string, expected?: number): Promise<boolean>;
  find(options: FindOptions): Promise<Page<T>>;
  /** How many there are, for each combination of the values of `by` (empty: one row for all). */
  count(
    options: Pick<FindOptions, 'where' | 'anyOf'> & { by: readonly string[] },
  ): Promise<{ values: Record<string, Scalar>; count: number }[]>;
}

/** Where services keep what they know. Collections are independent: no transaction spans two documents. */
export interface DocumentStore {
  /** Declares a collection; its indexes are made when missing. Cheap to call again with the same spec. */
  collection<T extends Body>(spec: CollectionSpec): Promise<Collection<T>>;
  close(): Promise<void>;
}
