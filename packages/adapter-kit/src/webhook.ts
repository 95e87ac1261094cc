import type { IncomingHttpHeaders } from 'node:http';
import express, { type Request, type Response, Router } from 'express';
import type { Acceptance, Port, RawInput } from './channel.ts';
import { RefusedError, TryAgainError } from './errors.ts';

/** A request as its sender made it, the body unread. */
export interface WebhookRequest {
  method: string;
  path: string;
  /** The path with its query, as it stood in the request line: some senders sign it. */
  url: string;
  /** The first value of each query field. */
  query: Readonly<Record<string, string>>;
  /** By lower-case name; several of one name joined by a comma. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** What may be used once: the nonce of a proof, and until when it would still be taken as fresh. */
export interface OneTime {
  nonce: string;
  until: Date;
}

/** What became of a request. */
export type WebhookOutcome =
  | Acceptance
  | { kind: 'refused'; code: RefusedError['code'] }
  | { kind: 'too-large'; limitBytes: number }
  | { kind: 'try-again'; afterSeconds: number };

export interface WebhookAnswer {
  /** Only for accepted, nothing and quarantined; refused is always 401, too large 413, try again 503. */
  status?: number;
  mediaType: string;
  body: string;
}

export interface Webhook<Config> {
  path: string;
  method: 'POST' | 'PUT' | 'GET';
  /** Largest body that is read at all, in bytes; beyond it the answer is 413 and nothing is kept. */
  limitBytes: number;
  /** The account that the request came in on. */
  account(request: WebhookRequest, config: Config): string;
  /**
   * Pure. Throws RefusedError where the sender does not prove itself. Returns what the proof may be used once for, or null
   * where the sender's proofs have no nonce (then redelivery and replay look alike, and both collapse by the item's id).
   */
  verify(request: WebhookRequest, config: Config, now: Date): OneTime | null;
  /** Where the item is not simply the body: decrypted, or with header fields that `read` needs. */
  raw?(request: WebhookRequest, config: Config): Partial<Pick<RawInput, 'body' | 'mediaType' | 'headers'>>;
  /** The sender's own way of being answered; default: JSON with the outcome. */
  answer?(outcome: WebhookOutcome): WebhookAnswer;
}

/** The usual push channel: limit, proof, read, durable, and only then the answer. */
export function webhook<Config>(port: Port<Config>, hook: Webhook<Config>): Router {
  const readBody = express.raw({ type: () => true, limit: hook.limitBytes, inflate: false });
  const router = Router();
  router.all(hook.path, (request, response, next) => {
    if (request.method !== hook.method) return next();
    readBody(request, response, (error?: unknown) => {
      const outcome = error ? Promise.resolve(bodyProblem(error, hook.limitBytes)) : take(port, hook, request);
      outcome.then((known) => (known ? send(response, hook, known) : next(error))).catch(next);
    });
  });
  return router;
}

async function take<Config>(port: Port<Config>, hook: Webhook<Config>, request: Request): Promise<WebhookOutcome> {
  const asked = readRequest(request);
  try {
    const once = hook.verify(asked, port.config, port.now());
    const accept = () => port.accept(toRaw(port, hook, asked));
    return once ? await port.once(once.nonce, once.until, accept) : await accept();
  } catch (error) {
    if (error instanceof RefusedError) {
      port.refused(error.code);
      return { kind: 'refused', code: error.code };
    }
    if (error instanceof TryAgainError) return { kind: 'try-again', afterSeconds: error.afterSeconds };
    throw error;
  }
}

function toRaw<Config>(port: Port<Config>, hook: Webhook<Config>, asked: WebhookRequest): RawInput {
  return {
    body: asked.body,
    mediaType: asked.headers['content-type'] ?? 'application/octet-stream',
    headers: {},
    account: hook.account(asked, port.config),
    receivedAt: port.now(),
    ...hook.raw?.(asked, port.config),
  };
}

function readRequest(request: Request): WebhookRequest {
  const url = new URL(request.originalUrl, 'http://gateway');
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] ??= value;
  return {
    method: request.method,
    path: url.pathname,
    url: request.originalUrl,
    query,
    headers: joined(request.headers),
    // Without a body the parser leaves something else here.
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
  };
}

function joined(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function bodyProblem(error: unknown, limitBytes: number): WebhookOutcome | null {
  const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
  return tooLarge ? { kind: 'too-large', limitBytes } : null;
}

const STATUS: Record<WebhookOutcome['kind'], number> = {
  accepted: 200,
  nothing: 200,
  quarantined: 202,
  refused: 401,
  'too-large': 413,
  'try-again': 503,
};
const FIXED = new Set<WebhookOutcome['kind']>(['refused', 'too-large', 'try-again']);

function send<Config>(response: Response, hook: Webhook<Config>, outcome: WebhookOutcome): void {
  const answer = hook.answer?.(outcome) ?? { mediaType: 'application/json', body: JSON.stringify(outcome) };
  const status = FIXED.has(outcome.kind) ? STATUS[outcome.kind] : (answer.status ?? STATUS[outcome.kind]);
  if (outcome.kind === 'try-again') response.setHeader('retry-after', String(outcome.afterSeconds));
  response.status(status).type(answer.mediaType).send(answer.body);
}
