import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';

/** A port of this machine behind which the adapter's routes stand, and change at each restart. */
export interface Door {
  port: number;
  open(routes: Router | undefined): void;
  close(): Promise<void>;
}

export async function openDoor(): Promise<Door> {
  let app = express();
  const server = createServer((request, response) => app(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open(routes) {
      app = express();
      if (routes) app.use(routes);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
