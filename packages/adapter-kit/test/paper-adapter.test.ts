import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { channel } from '../example/paper-adapter.ts';
import { runChannel } from '../src/index.ts';
import { testPlatform } from '../src/testing/index.ts';
import { after, clock, serve, serveRoutes, temporaryFolder } from './support/bench.ts';
import { letterOf, SECRET, signed } from './support/paper.ts';

async function paper() {
  const { now } = clock();
  const folder = await temporaryFolder();
  const platform = await testPlatform({ folder, now });
  after(() => platform.close());
  const vendor = await serve((_request, response) => response.end());
  const service = runChannel(channel, platform, { PAPER_SECRET: SECRET, PAPER_REPLY_URL: vendor });
  await service.start();
  after(() => service.stop());
  if (!service.routes) throw new Error('the channel serves nothing');
  const url = `${await serveRoutes(service.routes)}/paper/letters`;
  return { platform, now, post: (init: RequestInit) => fetch(url, init) };
}

describe('the smallest adapter', () => {
  test('fits on one page', async () => {
    const lines = (await readFile(new URL('../example/paper-adapter.ts', import.meta.url), 'utf8'))
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
  });

  test('takes in a signed letter and answers when it is on the log', async () => {
    const { platform, now, post } = await paper();
    const response = await post(signed(JSON.stringify(letterOf()), { now: now() }));
    expect(response.status).toBe(200);
    const [event] = await platform.events('petitions.received');
    expect(await response.json()).toEqual({
      kind: 'accepted',
      petitions: [{ id: event?.id, queryCode: event?.data.petition.queryCode }],
    });
    expect(event?.data.petition).toMatchObject({
      channel: 'paper',
      account: 'post-room',
      nativeId: 'letter-1',
      title: '滨江路的路灯坏了三天',
      occurredAt: '2026-03-02T08:00:00.000Z',
    });
  });

  const refusals: [string, (now: Date) => RequestInit, string][] = [
    ['without a signature', () => ({ method: 'POST', body: JSON.stringify(letterOf()) }), 'missing-proof'],
    [
      'signed with another secret',
      (now) => signed(JSON.stringify(letterOf()), { now, secret: 'another-secret' }),
      'wrong-proof',
    ],
    [
      'signed an hour ago',
      (now) => signed(JSON.stringify(letterOf()), { now: new Date(now.getTime() - 3_600_000) }),
      'stale',
    ],
  ];
  test.each(refusals)('refuses a letter %s, and nothing reaches the log', async (_name, request, code) => {
    const { platform, now, post } = await paper();
    const response = await post(request(now()));
    expect([response.status, await response.json()]).toEqual([401, { kind: 'refused', code }]);
    expect(await platform.events('petitions.received')).toEqual([]);
    expect(platform.telemetry.sum('refused', { code })).toBe(1);
  });

  test('refuses the same request a second time', async () => {
    const { now, post, platform } = await paper();
    const request = signed(JSON.stringify(letterOf()), { now: now(), nonce: 'once' });
    expect((await post(request)).status).toBe(200);
    expect((await post(request)).status).toBe(401);
    expect(await platform.events('petitions.received')).toHaveLength(1);
  });

  test('says 413 to a request that is larger than it reads', async () => {
    const { now, post } = await paper();
    expect((await post(signed('x'.repeat(300_000), { now: now() }))).status).toBe(413);
  });
});
