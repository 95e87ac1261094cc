import { DocumentStoreError } from '@yihaotong/document-store';
import { EventLogError } from '@yihaotong/event-log';
import type { Telemetry } from '@yihaotong/telemetry';
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import type { ErrorAnswer, ErrorCode } from './schema.ts';

const STATUS: Record<ErrorCode, number> = {
  'bad-request': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'wrong-link': 403,
  forbidden: 403,
  'not-found': 404,
  taken: 409,
  'closed-already': 409,
  'too-many-requests': 429,
  'try-again': 503,
  internal: 500,
};

/** An answer that is no success; its message says what to do and holds nothing personal. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function sendError(response: Response, code: ErrorCode, message: string): void {
  const answer: ErrorAnswer = { error: { code, message } };
  response.status(STATUS[code]).json(answer);
}

/** Reads a query or a body. Throws ApiError that names what is wrong. */
export function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) throw new ApiError('bad-request', z.prettifyError(parsed.error));
  return parsed.data;
}

/** The last resort of the desk's routes: errors become answers; nothing of the request is logged. */
export function failed(telemetry: Telemetry): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof ApiError) return sendError(response, error.code, error.message);
    if (isAway(error)) {
      response.set('Retry-After', '1');
      return sendError(response, 'try-again', 'the log or the store is away, or somebody else changed this just now');
    }
    if (error instanceof DocumentStoreError && error.code === 'bad-query') {
      return sendError(response, 'bad-request', 'the cursor is none, or belongs to another order');
    }
    const status = typeof error?.status === 'number' ? error.status : 500;
    if (status < 500) return sendError(response, 'bad-request', 'the body is not JSON, or too large');
    telemetry.logger.error({ err: { name: error?.name, stack: error?.stack } }, 'a request to the desk failed');
    sendError(response, 'internal', 'something went wrong; the log of the process says what');
  };
}

const isAway = (error: unknown) =>
  (error instanceof DocumentStoreError || error instanceof EventLogError) && error.retry;
