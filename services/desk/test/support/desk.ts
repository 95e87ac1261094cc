import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createDesk, type DeskOptions, type DeskService, type Role } from '../../src/index.ts';
import { People } from '../../src/people/people.ts';
import { openCollections } from '../../src/store/collections.ts';
import type { DeskPlatform } from './platform.ts';

/** The cheapest hash that scrypt has: tests sign in often. */
const CHEAP = 4;
export const PASSWORD = 'correct horse battery';

export interface RunningDesk {
  desk: DeskService;
  url: string;
  /** Someone who is signed in. */
  as(role: Role, unitId?: string): Promise<Visitor>;
  anonymous: Visitor;
  stop(): Promise<void>;
}

export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The answer's body; throws when the status is another one. */
  json(path: string, status?: number): Promise<unknown>;
  post(path: string, body: unknown, method?: 'POST' | 'PATCH' | 'DELETE'): Promise<Response>;
}

export async function runDesk(platform: DeskPlatform, options: Partial<DeskOptions> = {}): Promise<RunningDesk> {
  const config = { consoleFolder: null, secureCookies: false, passwordCost: CHEAP, ...options };
  const desk = createDesk(platform, config);
  await desk.start();
  const app = express();
  if (desk.routes) app.use(desk.routes);
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new People(
    await openCollections(platform.documentStore),
    { passwordCost: CHEAP, sessionHours: options.sessionHours ?? 12 },
    platform.now,
  );
  return {
    desk,
    url,
    anonymous: visitor(url, ''),
    async as(role, unitId) {
      const name = `${role}${unitId ?? ''}`;
      const user = { name, role, unitId: unitId ?? null };
      await people.add({ ...user, password: PASSWORD });
      const { token } = await people.open({ ...user, disabled: false });
      return visitor(url, `yihaotong=${token}`);
    },
    async stop() {
      await desk.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function visitor(url: string, cookie: string): Visitor {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { headers: { cookie, ...headers } });
  return {
    get,
    async json(path, status = 200) {
      const response = await get(path);
      if (response.status !== status) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    post: (path, body, method = 'POST') =>
      fetch(url + path, {
        method,
        headers: { cookie, 'content-type': 'application/json', 'x-requested-with': 'console' },
        body: JSON.stringify(body),
      }),
  };
}
