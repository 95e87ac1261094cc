import { createHash } from 'node:crypto';
import { type Port, TryAgainError } from '@yihaotong/adapter-kit';
import { readQueryCode } from '@yihaotong/petition-event';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { rateLimiter, TooManyError } from '../api/limits.ts';
import { type AppConfig, FORM_ACCOUNT } from '../config.ts';
import { handler, wentAway } from '../http.ts';
import { type Language, textsIn } from '../i18n/texts.ts';
import type { Intake } from '../receive/intake.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientAddress } from './address.ts';
import { EMPTY, fieldErrors, itemOf, readTyped } from './fields.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { page, STYLE_PATH, sendPage } from './page.ts';
import { queryPage, receiptPage } from './query-page.ts';
import { STYLE } from './style.ts';
import { type SubmitView, submitForm, TRAP } from './submit-page.ts';
import { makeToken, readToken } from './token.ts';

export interface FormParts {
  port: Port<AppConfig>;
  intake: Intake;
  surroundings: Surroundings;
}

const COOKIE = 'yihaotong-form';
const MAX_FORM_BYTES = 64 * 1024;

/** The citizens' pages: `/submit` and `/query`. */
export function formRouter({ port, intake, surroundings }: FormParts): Router {
  const router = Router();
  const limited = rateLimiter(port.config.APP_FORM_LIMIT, (request) => clientAddress(request, port.config.APP_PROXIES));
  const pages = new Pages(surroundings, () => port.now());

  router.get(STYLE_PATH, (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.type('text/css').send(STYLE);
  });
  router.get('/submit', (request, response) => pages.form(request, response, 200, {}));
  router.get('/submit/receipt', (request, response) => {
    const { form } = textsIn(languageIn(request));
    pages.send(request, response, 200, form.receiptTitle, receiptPage(languageIn(request), codeIn(request)));
  });
  router.get('/query', (request, response, next) => (codeIn(request) ? limited(request, response, next) : next()));
  router.get(
    '/query',
    handler(async (request, response) => {
      const code = codeIn(request);
      const found = code ? await surroundings.requests.byQueryCode(code) : undefined;
      pages.query(request, response, code, found);
    }),
  );
  router.post(
    '/submit',
    limited,
    express.text({ type: 'application/x-www-form-urlencoded', limit: MAX_FORM_BYTES, defaultCharset: 'utf-8' }),
    handler((request, response) => submit(request, response, { port, intake, surroundings, pages })),
  );
  router.use(failed(port, pages));
  return router;
}

async function submit(
  request: Request,
  response: Response,
  { port, intake, surroundings, pages }: FormParts & { pages: Pages },
): Promise<void> {
  const { form } = textsIn(languageIn(request));
  const { timeZone } = surroundings.policy().city;
  const sent = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  const typed = readTyped(sent);
  const token = { cookie: cookieIn(request), field: sent.get('token') ?? '' };
  const nonce = readToken(surroundings.formSecret, port.now(), token);
  if (nonce === null) {
    port.refused(token.field === '' ? 'missing-proof' : 'wrong-proof');
    return pages.form(request, response, 403, { typed, notice: form.errors.token });
  }
  // A machine is told what it wants to hear.
  if (sent.get(TRAP)) return redirect(request, response, '0000000000');
  const errors = fieldErrors(typed, timeZone, port.now());
  if (errors.length > 0) return pages.form(request, response, 422, { typed, errors });
  // The same form with other words in it is another petition; with the same words, a second click.
  const id = createHash('sha256')
    .update(JSON.stringify([nonce, typed]))
    .digest('base64url');
  const body = Buffer.from(itemOf(typed, id, languageIn(request) === 'zh' ? 'zh-CN' : 'en', timeZone));
  const item = { entrance: 'form', account: FORM_ACCOUNT, body, contentType: 'application/json' } as const;
  const taken = await intake.take({ ...item, idempotencyKey: null }).catch((error: unknown) => {
    if (error instanceof TryAgainError) return error;
    throw error;
  });
  if (taken instanceof TryAgainError) {
    response.setHeader('Retry-After', String(taken.afterSeconds));
    return pages.form(request, response, 503, { typed, notice: form.tryAgain });
  }
  if (taken.kind !== 'taken') throw new Error(`the form made an item that is ${taken.kind}`);
  redirect(request, response, taken.petition.queryCode);
}

/** Another request shows the receipt, so that reloading the page sends nothing again. */
function redirect(request: Request, response: Response, code: string): void {
  response.redirect(303, `/submit/receipt?lang=${languageIn(request)}&code=${code}`);
}

/** Puts the pages together. */
class Pages {
  readonly #surroundings: Surroundings;
  readonly #now: () => Date;

  constructor(surroundings: Surroundings, now: () => Date) {
    this.#surroundings = surroundings;
    this.#now = now;
  }

  form(request: Request, response: Response, status: number, view: Partial<SubmitView>): void {
    const language = languageIn(request);
    const { formSecret, publicUrl } = this.#surroundings;
    const token = makeToken(formSecret, this.#now(), cookieIn(request) ?? undefined);
    response.cookie(COOKIE, token.cookie, {
      httpOnly: true,
      sameSite: 'strict',
      secure: publicUrl.startsWith('https:'),
      path: '/submit',
    });
    const content = submitForm({ typed: EMPTY, errors: [], notice: null, ...view, language, token: token.field });
    this.send(request, response, status, textsIn(language).form.title, content);
  }

  query(
    request: Request,
    response: Response,
    code: string,
    found: Awaited<ReturnType<Surroundings['requests']['byQueryCode']>> | undefined,
  ): void {
    const language = languageIn(request);
    const { timeZone } = this.#surroundings.policy().city;
    const content = queryPage(language, timeZone, code, found === null ? null : found?.body);
    this.send(request, response, found === null ? 404 : 200, textsIn(language).query.title, content);
  }

  send(request: Request, response: Response, status: number, title: string, content: Html): void {
    const { city } = this.#surroundings.policy();
    const path = request.path === '/query' ? '/query' : '/submit';
    sendPage(response, status, page({ language: languageIn(request), city, path, title }, content));
  }
}

function failed(port: Port<AppConfig>, pages: Pages): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (!(error instanceof TooManyError) || response.headersSent || wentAway(error)) return next(error);
    const { form, query } = textsIn(languageIn(request));
    const title = request.path === '/query' ? query.title : form.title;
    pages.send(request, response, 429, title, html`<div class="card wrong" role="alert"><p>${form.tooMany}</p></div>`);
    port.telemetry.count('refused', { channel: 'app', code: 'too-many' });
  };
}

const languageIn = (request: Request): Language => (request.query.lang === 'en' ? 'en' : 'zh');

const codeIn = (request: Request): string =>
  typeof request.query.code === 'string' ? readQueryCode(request.query.code.slice(0, 40)) : '';

function cookieIn(request: Request): string | null {
  const cookies = (request.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? null;
}
