import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Telemetry } from '@yihaotong/telemetry';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { StartError } from './errors.ts';
import type { Service } from './service.ts';

/**
 * The HTTP face of a process: `/healthz` (it lives), `/readyz` (every service takes in work; otherwise 503 and why not),
 * `/metrics`, and what its services serve, in their order.
 */
export function httpApp(services: readonly Service[], telemetry: Telemetry): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response) => {
    const reasons = Object.fromEntries(services.flatMap(notReady));
    const ready = Object.keys(reasons).length === 0;
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', reasons });
  });
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await telemetry.metricsPage());
  });
  for (const { routes } of services) if (routes) app.use(routes);
  app.use(failed(telemetry));
  return app;
}

function notReady(service: Service): [string, string][] {
  const reason = service.notReady();
  return reason === null ? [] : [[service.name, reason]];
}

/** The last resort: nothing of the request is logged, since it may be a citizen's words. */
function failed(telemetry: Telemetry): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = typeof error?.status === 'number' ? error.status : 500;
    if (status >= 500) telemetry.logger.error({ err: { name: error?.name, stack: error?.stack } }, 'a request failed');
    response.status(status).json({ error: status >= 500 ? 'internal error' : 'bad request', status });
  };
}

/** A port that is taken, before anything stands behind it. */
export interface Door {
  port: number;
  /** From now on requests go to this app; until then they are told to come again (503). */
  open(app: Express): void;
  /** Takes no more connections and waits for the answers that are under way, at most `graceMs` milliseconds. */
  close(graceMs: number): Promise<void>;
}

/** Takes a port (0: a free one). Throws StartError when it is in use. */
export function takePort(host: string, port: number): Promise<Door> {
  return new Promise((resolve, reject) => {
    let answer: RequestListener = (_request, response) => {
      response.writeHead(503, { 'Retry-After': '1' }).end();
    };
    const server = createServer((request, response) => answer(request, response));
    server.once('error', (error) =>
      reject(new StartError('port-taken', { host, port: String(port), problem: error.message }, error)),
    );
    server.listen(port, host, () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        open: (app) => {
          answer = app;
        },
        close: (graceMs) => closeServer(server, graceMs),
      }),
    );
  });
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(hurry);
      resolve();
    });
    server.closeIdleConnections();
  });
}
