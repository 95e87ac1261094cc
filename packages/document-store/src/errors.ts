export type DocumentStoreErrorCode = 'version-conflict' | 'unavailable' | 'bad-query' | 'closed';

export class DocumentStoreError extends Error {
  override readonly name: string = 'DocumentStoreError';
  readonly code: DocumentStoreErrorCode;
  readonly retry: boolean;

  constructor(code: DocumentStoreErrorCode, message: string, options: { retry: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
  }
}

/** Somebody else wrote in between. Read again and decide again. */
export class VersionConflictError extends DocumentStoreError {
  override readonly name = 'VersionConflictError';
  constructor(collection: string, id: string, expected: number) {
    super('version-conflict', `${collection}/${id} is not at version ${expected} any more`, { retry: true });
  }
}

/** The store is away or did not confirm in time: the write may or may not have happened. */
export class StoreUnavailableError extends DocumentStoreError {
  override readonly name = 'StoreUnavailableError';
  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { retry: true, cause });
  }
}

/** A query, a document or a declaration that the store cannot take: a field that was not declared, a cursor that is none. */
export class BadQueryError extends DocumentStoreError {
  override readonly name = 'BadQueryError';
  constructor(message: string) {
    super('bad-query', message, { retry: false });
  }
}

/** The store was closed. */
export class StoreClosedError extends DocumentStoreError {
  override readonly name = 'StoreClosedError';
  constructor() {
    super('closed', 'the document store is closed', { retry: false });
  }
}
