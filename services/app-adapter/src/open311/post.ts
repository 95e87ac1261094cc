import type { Port } from '@yihaotong/adapter-kit';
import type { Request, RequestHandler, Response } from 'express';
import { accountIn } from '../api/limits.ts';
import type { AppConfig } from '../config.ts';
import { bytesOf } from '../http.ts';
import type { Intake, Taken } from '../receive/intake.ts';
import { readMediaType } from '../receive/media-type.ts';
import { takeKey } from '../receive/open311-key.ts';
import { accountOf, idempotencyKey } from '../receive/verify.ts';
import { Open311Error } from './errors.ts';

/** GeoReport v2 sends the key in the body; the query and the header `X-Api-Key` are taken as well. */
export function authenticate(port: Port<AppConfig>): RequestHandler {
  return (request, response, next) => {
    const type = readMediaType(request.get('content-type') ?? '').type;
    const { key, jurisdiction, body } = takeKey(bytesOf(request), type);
    const query = new URL(request.originalUrl, 'http://gateway').searchParams;
    const shown = key ?? query.get('api_key') ?? request.get('x-api-key') ?? null;
    response.locals.account = accountOf(shown, port.config.APP_API_KEYS);
    assertJurisdiction(jurisdiction ?? query.get('jurisdiction_id'), port.config.APP_JURISDICTION);
    request.body = body;
    next();
  };
}

/** Throws Open311Error where another jurisdiction is meant than ours. */
export function assertJurisdiction(named: string | null | undefined, own: string): void {
  if (own !== '' && named && named !== own) throw new Open311Error({ code: 'unknown-jurisdiction' });
}

/** GeoReport v2, "POST Service Request". Throws Open311Error, TryAgainError. */
export async function postRequest(
  intake: Intake,
  request: Request,
  response: Response,
): Promise<Extract<Taken, { kind: 'taken' }>> {
  const key = idempotencyKey(request.get('idempotency-key'));
  if (key === undefined)
    throw new Open311Error(field('Idempotency-Key', 'must be 1 to 200 printable ASCII characters'));
  const taken = await intake.take({
    entrance: 'open311',
    account: accountIn(response),
    body: bytesOf(request),
    contentType: request.get('content-type') ?? '',
    idempotencyKey: key,
  });
  if (taken.kind === 'taken') return taken;
  if (taken.kind === 'conflict') throw new Open311Error({ code: 'conflict' });
  const problems = taken.problems.map(({ pointer, detail }) => field(pointer.replace(/^\//, '') || 'body', detail));
  throw new Open311Error(...problems);
}

const field = (name: string, detail: string) => ({ code: 'field', values: { name, detail } }) as const;
