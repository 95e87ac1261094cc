import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';

/** More requests than the limit allows; `Retry-After` is on the response already. */
export class TooManyError extends Error {
  override readonly name = 'TooManyError';
}

/**
 * At most `perMinute` requests a minute for each key, in this process; 0 switches it off. What is beyond fails with
 * TooManyError; every answer tells the limit (draft-ietf-httpapi-ratelimit-headers).
 */
export function rateLimiter(
  perMinute: number,
  keyOf: (request: Request, response: Response) => string,
): RequestHandler {
  if (perMinute === 0) return (_request, _response, next) => next();
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'per-minute',
    keyGenerator: keyOf,
    handler: (_request, _response, next) => next(new TooManyError('over the limit')),
  });
}

/** The account of a request, put there by the door's own proof. */
export const accountIn = (response: Response): string => String(response.locals.account);

/** One limit for each integrator, whichever door it uses. */
export const accountLimiter = (perMinute: number): RequestHandler =>
  rateLimiter(perMinute, (_request, response) => accountIn(response));
