import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FakeVendor, SentMessage } from './subject.ts';

export interface FakeHttpVendor {
  /** The settings that make the channel send to this address. */
  env(url: string): Readonly<Record<string, string>>;
  /** The messages in a request's body. */
  messages(body: string): readonly SentMessage[];
  /** The status by which the provider says that the citizen wrote too long ago. */
  windowClosedStatus: number;
}

/** A provider that takes messages over HTTP: 200 when it takes them, 503 when it fails. */
export async function fakeHttpVendor({ env, messages, windowClosedStatus }: FakeHttpVendor): Promise<FakeVendor> {
  const sent: SentMessage[] = [];
  let status = 200;
  let asked = 0;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    asked++;
    if (status === 200) sent.push(...messages(body));
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: env(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    sent: () => sent,
    asked: () => asked,
    behave(how) {
      status = { takes: 200, fails: 503, 'window-closed': windowClosedStatus }[how];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
