import express, { type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { consoleRoutes } from '../console-pages.ts';
import { caseRoutes } from './case-routes.ts';
import type { Desk } from './context.ts';
import { deskRoutes } from './desk-routes.ts';
import { failed, sendError } from './http.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { petitionRoutes } from './petition-routes.ts';
import { publicRoutes } from './public-routes.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { userRoutes } from './user-routes.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Everything that the desk serves over HTTP. It shares its server with other services: what is not the desk's passes
 * through untouched. `open` resolves when the desk's documents are open.
 */
export function routes(open: () => Promise<Desk>, config: Desk['config'], telemetry: Desk['platform']['telemetry']) {
  const router = Router();
  const secure = headers(config.secureCookies);
  const pages = consoleRoutes(config.consoleFolder, secure);
  let api: Promise<Router> | null = null;
  const answer: RequestHandler = (request, response, next) => {
    api ??= open().then(apiRoutes);
    api.then((ready) => ready(request, response, next), next);
  };
  router.use(['/api/desk', '/api/public', '/api/ledger'], secure);
  router.use('/api/desk', ownPagesOnly);
  router.use(answerOnly(['/api/desk', '/api/public', '/api/ledger'], answer));
  router.use('/api/desk', (_request, response) => sendError(response, 'not-found', 'there is no such endpoint'));
  router.use(pages);
  router.use(failed(telemetry));
  return router;
}

function answerOnly(prefixes: readonly string[], handle: RequestHandler): RequestHandler {
  return (request, response, next) =>
    prefixes.some((prefix) => request.path === prefix || request.path.startsWith(`${prefix}/`))
      ? handle(request, response, next)
      : next();
}

function apiRoutes(desk: Desk): Router {
  const router = Router();
  router.use('/api/desk', express.json({ limit: '64kb' }), (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  for (const part of [sessionRoutes, userRoutes, deskRoutes, caseRoutes, petitionRoutes, quarantineRoutes]) {
    router.use('/api/desk', part(desk));
  }
  router.use(ledgerRoutes(desk));
  router.use(publicRoutes(desk));
  return router;
}

/** Against requests that another site's page sends with our cookie: a form cannot set a header (OWASP, CSRF prevention). */
const ownPagesOnly: RequestHandler = (request, response, next) => {
  if (SAFE_METHODS.has(request.method) || request.get('X-Requested-With') === 'console') return next();
  sendError(response, 'forbidden', 'the header X-Requested-With: console is missing');
};

/** Scripts from here only. Styles may stand in the page: the console's components set them while it runs. */
function headers(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'same-origin' },
  });
}
