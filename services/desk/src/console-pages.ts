import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** Pages of the console; its own router shows the right one. */
const PAGES = [
  'signin',
  'cases',
  'petitions',
  'quarantine',
  'channels',
  'ledger',
  'users',
  'audit',
  'account',
  'charts',
];

const NOT_BUILT = `控制台尚未构建。The console has not been built yet:

  npm run build --workspace @yihaotong/desk-console

and start again. 接口 / API: services/desk/API.md
`;

/** Serves the built console: its hashed files for a year, its page for every address that is one. */
export function consoleRoutes(folder: string | null, secure: RequestHandler): Router {
  const router = Router();
  const paths = ['/', ...PAGES.flatMap((page) => [`/${page}`, `/${page}/*rest`])];
  if (folder === null) {
    router.get(paths, secure, (_request, response) => void response.type('text/plain').send(NOT_BUILT));
    return router;
  }
  const page = join(folder, 'index.html');
  router.get(paths, secure, (_request, response) => {
    // It names the hashed files of this build: an old one would ask for files that are gone.
    response.sendFile(page, { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } });
  });
  router.use(
    '/assets',
    secure,
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '365d', index: false }),
  );
  router.use(
    express.static(folder, {
      index: false,
      maxAge: '1h',
      setHeaders: (response) => response.setHeader('X-Content-Type-Options', 'nosniff'),
    }),
  );
  return router;
}
