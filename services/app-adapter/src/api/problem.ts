import type { Response } from 'express';
import type { Language } from '../i18n/texts.ts';
import { textsIn } from '../i18n/texts.ts';
import type { zh } from '../i18n/zh.ts';
import type { Problem } from '../receive/decode.ts';

export type ProblemCode = keyof typeof zh.problems;

const STATUS: Record<ProblemCode, number> = {
  'missing-proof': 401,
  'wrong-proof': 401,
  'too-many-requests': 429,
  'bad-idempotency-key': 400,
  conflict: 409,
  'bad-encoding': 400,
  'bad-json': 400,
  'bad-form': 400,
  'unknown-media-type': 415,
  'invalid-fields': 400,
  'too-large': 413,
  'not-found': 404,
  'method-not-allowed': 405,
  'try-again': 503,
  'internal-error': 500,
};

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  /** What to do. */
  detail: string;
  code: ProblemCode;
  /** What is wrong, and where. */
  errors?: readonly Problem[];
  /** Where the item is kept for a person to look at. */
  quarantineId?: string;
}

/** A problem of RFC 9457: what is wrong, where, and what to do. */
export function problemBody(
  code: ProblemCode,
  language: Language,
  more: Pick<ProblemBody, 'errors' | 'quarantineId'> = {},
): ProblemBody {
  const { title, help } = textsIn(language).problems[code];
  return { type: `urn:yihaotong:problem:${code}`, title, status: STATUS[code], detail: help, code, ...more };
}

export function sendProblem(response: Response, body: ProblemBody): void {
  if (body.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="12345"');
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}
