import { describe, expect, test } from '@jest/globals';
import { type Acceptance, type Port, RefusedError, TryAgainError, type Webhook, webhook } from '../src/index.ts';
import { captureTelemetry } from '../src/testing/index.ts';
import { serveRoutes } from './support/bench.ts';

const accepted: Acceptance = { kind: 'accepted', petitions: [{ id: 'p', queryCode: 'C' }] };

/** A port of which only what a webhook uses is there. */
function portThat(accept: Port<string>['accept'] = async () => accepted) {
  const refused: string[] = [];
  const telemetry = captureTelemetry();
  const port: Port<string> = {
    config: 'secret',
    telemetry,
    now: () => new Date('2026-03-02T08:30:00Z'),
    accept,
    firstUse: () => true,
    once: (_nonce, _until, work) => work(),
    refused: (code) => void refused.push(code),
  };
  return { port, refused };
}

const hook: Webhook<string> = {
  path: '/hook',
  method: 'POST',
  limitBytes: 100,
  account: ({ query }) => query.account ?? '-',
  verify: () => null,
};

async function call(port: Port<string>, change: Partial<Webhook<string>> = {}, init: RequestInit = {}) {
  const url = await serveRoutes(webhook(port, { ...hook, ...change }));
  return fetch(`${url}/hook?account=a%2F1&account=b`, { method: 'POST', body: '{}', ...init });
}

describe('a webhook', () => {
  test('gives verify and read what was sent, and answers when it is durable', async () => {
    const seen: unknown[] = [];
    const { port } = portThat(async (raw) => {
      seen.push(raw);
      return accepted;
    });
    const verify: Webhook<string>['verify'] = (request, config, now) => {
      seen.push([request.method, request.path, request.url, request.query, config, now.toISOString()]);
      return null;
    };
    const response = await call(port, { verify }, { headers: { 'content-type': 'text/x-test' } });
    expect([response.status, await response.json()]).toEqual([200, accepted]);
    expect(seen).toMatchObject([
      ['POST', '/hook', '/hook?account=a%2F1&account=b', { account: 'a/1' }, 'secret', '2026-03-02T08:30:00.000Z'],
      { account: 'a/1', mediaType: 'text/x-test', body: Buffer.from('{}') },
    ]);
  });

  const answers: [string, Port<string>['accept'], number][] = [
    ['accepted', async () => accepted, 200],
    ['nothing', async () => ({ kind: 'nothing', reason: 'ping' }), 200],
    ['quarantined', async () => ({ kind: 'quarantined', quarantineId: 'q', code: 'malformed', message: '' }), 202],
    ['try-again', () => Promise.reject(new TryAgainError('full', 30)), 503],
  ];
  test.each(answers)('answers %s with its status', async (kind, accept, status) => {
    const { port } = portThat(accept);
    const response = await call(port);
    expect([response.status, await response.json()]).toMatchObject([status, { kind }]);
    expect(response.headers.get('retry-after')).toBe(status === 503 ? '30' : null);
  });

  test('says 401 to who does not prove itself, and counts it', async () => {
    const { port, refused } = portThat();
    const verify = () => {
      throw new RefusedError('stale', 'old');
    };
    expect((await call(port, { verify })).status).toBe(401);
    expect(refused).toEqual(['stale']);
  });

  test('answers in the words of its channel, whose status counts only for what was taken', async () => {
    const answer: Webhook<string>['answer'] = ({ kind }) => ({ status: 201, mediaType: 'text/plain', body: kind });
    const taken = await call(portThat().port, { answer });
    expect([taken.status, await taken.text()]).toEqual([201, 'accepted']);
    const large = await call(portThat().port, { answer }, { body: 'x'.repeat(101) });
    expect([large.status, await large.text()]).toEqual([413, 'too-large']);
  });

  test('leaves other methods to others, and takes an empty body as one', async () => {
    const { port } = portThat(async ({ body }) => ({ kind: 'nothing', reason: String(body.byteLength) }));
    expect((await call(port, {}, { method: 'PUT' })).status).toBe(404);
    expect(await (await call(port, {}, { body: null })).json()).toEqual({ kind: 'nothing', reason: '0' });
  });
});
