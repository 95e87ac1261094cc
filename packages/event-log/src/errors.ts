/** What can go wrong with the log; `retry` says whether the same call may succeed later. */
export type EventLogErrorCode = 'unavailable' | 'ownership-lost' | 'topic-mismatch' | 'record-too-large' | 'closed';

export class EventLogError extends Error {
  override readonly name: string = 'EventLogError';
  readonly code: EventLogErrorCode;
  readonly retry: boolean;

  constructor(code: EventLogErrorCode, message: string, options: { retry: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
  }
}

/** The log is away or did not confirm in time. Append again. */
export class LogUnavailableError extends EventLogError {
  override readonly name = 'LogUnavailableError';
  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { retry: true, cause });
  }
}

/** Another member has the partition now. Drop what was being done. */
export class OwnershipLostError extends EventLogError {
  override readonly name = 'OwnershipLostError';
  constructor(message: string) {
    super('ownership-lost', message, { retry: false });
  }
}

/** The topic exists with another number of partitions, which would break the order of keys. */
export class TopicMismatchError extends EventLogError {
  override readonly name = 'TopicMismatchError';
  constructor(message: string) {
    super('topic-mismatch', message, { retry: false });
  }
}

export class RecordTooLargeError extends EventLogError {
  override readonly name = 'RecordTooLargeError';
  constructor(message: string) {
    super('record-too-large', message, { retry: false });
  }
}

/** The log was closed. */
export class LogClosedError extends EventLogError {
  override readonly name = 'LogClosedError';
  constructor() {
    super('closed', 'the event log is closed', { retry: false });
  }
}

/** A field of something thrown, which need not be an Error of this realm. */
export function errorField(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
