import { type Port, RefusedError, TryAgainError } from '@yihaotong/adapter-kit';
import type { ErrorRequestHandler } from 'express';
import { TooManyError } from '../api/limits.ts';
import type { AppConfig } from '../config.ts';
import { bodyFailure, wentAway } from '../http.ts';
import { type Language, languageOf, textsIn } from '../i18n/texts.ts';
import { type ErrorEntry, Open311Error } from './errors.ts';
import { MEDIA_TYPE, writeList } from './format.ts';

/** Every failure as an error array of GeoReport v2, in the format that was asked for. */
export function failed(port: Port<AppConfig>): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent || wentAway(error)) return next(error);
    if (error instanceof RefusedError) port.refused(error.code);
    if (error instanceof TryAgainError) response.setHeader('Retry-After', String(error.afterSeconds));
    const { status, entries } = entriesOf(error, languageOf(request.get('accept-language')));
    // The class alone: a message may quote what a citizen wrote.
    if (status === 500) port.telemetry.logger.error({ error: error?.name, stack: error?.stack }, 'open311 failed');
    const format = request.path.endsWith('.json') ? 'json' : 'xml';
    const body = writeList(entries, { outer: 'errors', inner: 'error' }, format);
    response.status(status).type(MEDIA_TYPE[format]).send(body);
  };
}

function entriesOf(error: unknown, language: Language): { status: number; entries: ErrorEntry[] } {
  if (error instanceof RefusedError) {
    const code = error.code === 'missing-proof' ? 'missing-api-key' : 'wrong-api-key';
    return entriesOf(new Open311Error({ code }), language);
  }
  if (error instanceof Open311Error) return { status: error.status, entries: error.entries(language) };
  const { problems } = textsIn(language);
  const only = (status: number, { title, help }: { title: string; help: string }) => ({
    status,
    entries: [{ code: status, description: `${title}. ${help}` }],
  });
  if (error instanceof TryAgainError) return only(503, problems['try-again']);
  if (error instanceof TooManyError) return only(429, problems['too-many-requests']);
  const failure = bodyFailure(error);
  if (failure) return only(failure === 'too-large' ? 413 : 400, problems[failure]);
  return only(500, problems['internal-error']);
}
