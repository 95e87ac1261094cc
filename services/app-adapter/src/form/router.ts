import type { Port } from '@yihaotong/adapter-kit';
import express, { type ErrorRequestHandler, Router } from 'express';
import { rateLimiter, TooManyError } from '../api/limits.ts';
import type { AppConfig } from '../config.ts';
import { handler, wentAway } from '../http.ts';
import { textsIn } from '../i18n/texts.ts';
import type { Intake } from '../receive/intake.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientAddress } from './address.ts';
import { html } from './html.ts';
import { STYLE_PATH } from './page.ts';
import { codeIn, languageIn, Pages } from './pages.ts';
import { receiptPage } from './query-page.ts';
import { STYLE } from './style.ts';
import { submit } from './submit.ts';

export interface FormParts {
  port: Port<AppConfig>;
  intake: Intake;
  surroundings: Surroundings;
}

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

function failed(port: Port<AppConfig>, pages: Pages): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (!(error instanceof TooManyError) || response.headersSent || wentAway(error)) return next(error);
    const { form, query } = textsIn(languageIn(request));
    const title = request.path === '/query' ? query.title : form.title;
    pages.send(request, response, 429, title, html`<div class="card wrong" role="alert"><p>${form.tooMany}</p></div>`);
    port.telemetry.count('refused', { channel: 'app', code: 'too-many' });
  };
}
