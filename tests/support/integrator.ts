import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hook {
  replyId: string;
  petitionId: string;
  queryCode: string;
  kind: string;
  inReplyTo: string | null;
  text: string;
}

/** An integrator's system: it takes answers at its webhook, as the channel's README tells it to. */
export interface Integrator {
  /** The gateway's settings that make it known. */
  env: Record<string, string>;
  /** What came with a right signature, in the order in which it came. */
  hooks: readonly Hook[];
  /** How many posts had a wrong one. */
  readonly forged: number;
  close(): Promise<void>;
}

const SECRET = 'a-signing-secret';

export async function startIntegrator(): Promise<Integrator> {
  const hooks: Hook[] = [];
  let forged = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const timestamp = String(request.headers['x-yihaotong-timestamp']);
      const expected = `v1=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`;
      const isRight = request.headers['x-yihaotong-signature'] === expected && isFresh(timestamp);
      if (isRight) hooks.push(JSON.parse(body) as Hook);
      else forged += 1;
      response.writeHead(isRight ? 204 : 401).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { APP_WEBHOOKS: `city=http://127.0.0.1:${port}/hook|${SECRET}`, APP_WEBHOOKS_PRIVATE: 'yes' },
    hooks,
    get forged() {
      return forged;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isFresh = (timestamp: string) => Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
