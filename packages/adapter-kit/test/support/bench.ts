import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach } from '@jest/globals';
import express, { type Router } from 'express';

const cleanUps: (() => Promise<unknown> | unknown)[] = [];

/** Runs after the test, the latest first. */
export function after(cleanUp: () => Promise<unknown> | unknown): void {
  cleanUps.push(cleanUp);
}

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-kit-'));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A server on a free port of the loopback address; resolves to its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => closed(server));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function serveRoutes(routes: Router): Promise<string> {
  const app = express();
  app.use(routes);
  return serve(app);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Waits until the check gives something. Generous, since it is only waited out when something is wrong. */
export async function until<T>(
  what: string,
  check: () => Promise<T | false | null | undefined> | T | false | null | undefined,
) {
  const end = performance.now() + 60_000;
  for (;;) {
    const seen = await check();
    if (seen !== false && seen !== null && seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`still not so after a minute: ${what}`);
    await pause(10);
  }
}

/** A clock that a test sets and turns. */
export function clock(start = '2026-03-02T08:30:00Z') {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    turn(milliseconds: number) {
      now += milliseconds;
    },
  };
}
