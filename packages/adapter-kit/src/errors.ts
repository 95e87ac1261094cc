/** A sender did not prove itself: answered 401, nothing reaches the log. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: 'missing-proof' | 'wrong-proof' | 'stale' | 'replayed';
  constructor(code: RefusedError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Neither the log nor the outbox can take the item now: the channel's own "try again". */
export class TryAgainError extends Error {
  override readonly name = 'TryAgainError';
  /** Seconds after which it is worth another try. */
  readonly afterSeconds: number;
  constructor(message: string, afterSeconds: number, cause?: unknown) {
    super(message, { cause });
    this.afterSeconds = afterSeconds;
  }
}

/** A reply did not go out. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
  readonly code: 'retry' | 'window-closed' | 'refused';
  constructor(code: ReplyError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** The saved cursor cannot be right. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

/** A channel's declaration contradicts itself or is incomplete; the message lists everything that is wrong. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}
