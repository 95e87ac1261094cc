import { type Port, RefusedError, TryAgainError } from '@yihaotong/adapter-kit';
import { readQueryCode } from '@yihaotong/petition-event';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import type { AppConfig } from '../config.ts';
import { bodyFailure, bytesOf, handler, rawBody, wentAway } from '../http.ts';
import { languageOf } from '../i18n/texts.ts';
import { type Intake, MAX_ITEM_BYTES, type Taken } from '../receive/intake.ts';
import { accountOf, bearerToken, idempotencyKey } from '../receive/verify.ts';
import type { Requests } from '../requests/reader.ts';
import { receiptOf, stateOf } from './answers.ts';
import { MAX_BATCH_BYTES, splitBatch, takeBatch } from './batch.ts';
import { accountIn, TooManyError } from './limits.ts';
import { openApiDocument } from './openapi.ts';
import { type ProblemBody, type ProblemCode, problemBody, sendProblem } from './problem.ts';

export interface ApiParts {
  port: Port<AppConfig>;
  intake: Intake;
  requests: Requests;
  publicUrl: string;
  limiter: RequestHandler;
}

/** The JSON API under `/api/v1`. */
export function apiRouter({ port, intake, requests, publicUrl, limiter }: ApiParts): Router {
  const router = Router();
  // Proof first, then the limit of that account, and only then the body.
  const known = [authenticate(port), limiter];
  const document = JSON.stringify(openApiDocument(publicUrl));
  router.get('/openapi.json', (_request, response) => void response.type('application/json').send(document));
  router.post('/petitions', known, rawBody(2 * MAX_ITEM_BYTES), handler(postPetition(intake)));
  router.post('/petitions/batch', known, rawBody(MAX_BATCH_BYTES), handler(postBatch(intake)));
  router.get('/petitions/by-code/:code', known, handler(byCode(requests)));
  router.get('/petitions/:id', known, handler(byId(requests)));
  router.all('/openapi.json', notAllowed('GET'));
  router.all('/petitions', notAllowed('POST'));
  router.all('/petitions/batch', notAllowed('POST'));
  router.all('/petitions/by-code/:code', notAllowed('GET'));
  router.all('/petitions/:id', notAllowed('GET'));
  router.use((request, response) => problem(request, response, 'not-found'));
  router.use(failed(port));
  return router;
}

function authenticate(port: Port<AppConfig>): RequestHandler {
  return (request, response, next) => {
    response.locals.account = accountOf(bearerToken(request.get('authorization')), port.config.APP_API_KEYS);
    next();
  };
}

function postPetition(intake: Intake) {
  return async (request: Request, response: Response) => {
    const key = idempotencyKey(request.get('idempotency-key'));
    if (key === undefined) return problem(request, response, 'bad-idempotency-key');
    const taken = await intake.take({
      entrance: 'api',
      account: accountIn(response),
      body: bytesOf(request),
      contentType: request.get('content-type') ?? '',
      idempotencyKey: key,
    });
    if (taken.kind !== 'taken') return sendProblem(response, problemOf(request, taken));
    response.setHeader('Location', `${request.baseUrl}/petitions/${taken.petition.id}`);
    response.status(taken.again ? 200 : 201).json(receiptOf(taken.petition));
  };
}

function problemOf(request: Request, taken: Exclude<Taken, { kind: 'taken' }>): ProblemBody {
  const language = languageOf(request.get('accept-language'));
  if (taken.kind === 'conflict') return problemBody('conflict', language);
  const { code, problems: errors, quarantineId } = taken;
  return problemBody(code, language, { errors, quarantineId });
}

function postBatch(intake: Intake) {
  return async (request: Request, response: Response) => {
    const split = splitBatch(accountIn(response), bytesOf(request), request.get('content-type') ?? '');
    if (split.kind === 'wrong') {
      const errors = [{ pointer: '', detail: split.detail }];
      return sendProblem(response, problemBody(split.code, languageOf(request.get('accept-language')), { errors }));
    }
    const lines = await takeBatch(intake, split.items);
    if (split.kind === 'array') return void response.json(lines);
    response.type('application/x-ndjson').send(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
}

function byId(requests: Requests) {
  return async (request: Request, response: Response) => {
    const found = await requests.get(String(request.params.id));
    const own = found?.body.channel === 'app' && found.body.account === accountIn(response);
    if (!found || !own) return problem(request, response, 'not-found');
    response.json(stateOf(found));
  };
}

/** The code itself is the citizen's proof: it opens petitions of every channel. */
function byCode(requests: Requests) {
  return async (request: Request, response: Response) => {
    const found = await requests.byQueryCode(readQueryCode(String(request.params.code)));
    if (!found) return problem(request, response, 'not-found');
    response.json(stateOf(found));
  };
}

function notAllowed(allow: string): RequestHandler {
  return (request, response) => {
    response.setHeader('Allow', allow);
    problem(request, response, 'method-not-allowed');
  };
}

function problem(request: Request, response: Response, code: ProblemCode): void {
  sendProblem(response, problemBody(code, languageOf(request.get('accept-language'))));
}

function failed(port: Port<AppConfig>): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent || wentAway(error)) return next(error);
    if (error instanceof RefusedError) port.refused(error.code);
    if (error instanceof TryAgainError) response.setHeader('Retry-After', String(error.afterSeconds));
    const code = codeOf(error);
    // The class alone: a message may quote what a citizen wrote.
    if (code === 'internal-error')
      port.telemetry.logger.error({ error: error?.name, stack: error?.stack }, 'api failed');
    problem(request, response, code);
  };
}

function codeOf(error: unknown): ProblemCode {
  if (error instanceof RefusedError) return error.code === 'missing-proof' ? 'missing-proof' : 'wrong-proof';
  if (error instanceof TryAgainError) return 'try-again';
  if (error instanceof TooManyError) return 'too-many-requests';
  // A path that is no valid percent-encoding.
  if (error instanceof URIError) return 'not-found';
  return bodyFailure(error) ?? 'internal-error';
}
