import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutgoingReply } from '@yihaotong/adapter-kit';
import { signature } from '../src/reply/sign.ts';
import { postWebhook } from '../src/reply/webhook.ts';

const reply: OutgoingReply = {
  replyId: 'r-1',
  petitionId: 'p-1',
  queryCode: 'ABCDEFGHJK',
  kind: 'answer',
  account: 'city',
  identity: 'u-7',
  threadId: null,
  inReplyTo: 'n-1',
  parts: ['已修复。'],
};
const now = new Date('2026-03-01T00:00:00Z');
const open = { now, allowPrivate: true };

const got: { headers: IncomingHttpHeaders; body: string }[] = [];
let status = 200;
const server = createServer(async (request, response) => {
  got.push({ headers: request.headers, body: await text(request) });
  response.writeHead(status, { location: '/elsewhere' }).end();
});
let hook: { url: string; secret: string };
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  hook = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`, secret: 's' };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('the signature is HMAC-SHA256 over timestamp, dot and body', () => {
  // echo -n '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
  expect(signature('secret', '1700000000', '{"a":1}')).toBe(
    'v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686',
  );
});

describe('a reply is posted to its integrator', () => {
  test('signed over what was sent, with the integrator’s own id of the petition', async () => {
    status = 204;
    await postWebhook(hook, reply, open);
    const { headers, body } = got.at(-1) ?? { headers: {}, body: '' };
    const timestamp = String(headers['x-yihaotong-timestamp']);
    expect(timestamp).toBe('1772323200');
    expect(headers['x-yihaotong-signature']).toBe(signature('s', timestamp, body));
    expect(headers['idempotency-key']).toBe('r-1');
    expect(JSON.parse(body)).toMatchObject({ replyId: 'r-1', inReplyTo: 'n-1', kind: 'answer', text: '已修复。' });
  });

  test.each([
    [500, 'retry'],
    [404, 'retry'],
    [302, 'retry'],
    [410, 'window-closed'],
  ])('an answer of %d is %s', async (answered, code) => {
    status = answered;
    await expect(postWebhook(hook, reply, open)).rejects.toMatchObject({ name: 'ReplyError', code });
  });

  test('nobody at the address: it is tried again', async () => {
    await expect(postWebhook({ url: 'http://127.0.0.1:9/', secret: 's' }, reply, open)).rejects.toMatchObject({
      code: 'retry',
    });
  });

  test('an address inside the own network is not posted to unless it is allowed', async () => {
    const before = got.length;
    await expect(postWebhook(hook, reply, { now, allowPrivate: false })).rejects.toMatchObject({ code: 'refused' });
    const named = { ...hook, url: hook.url.replace('127.0.0.1', 'localhost') };
    await expect(postWebhook(named, reply, { now, allowPrivate: false })).rejects.toMatchObject({ code: 'refused' });
    expect(got).toHaveLength(before);
  });
});
