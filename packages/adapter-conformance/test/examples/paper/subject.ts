import { createHmac, randomUUID } from 'node:crypto';
import { channel } from '../../../../adapter-kit/example/paper-adapter.ts';
import { fakeHttpVendor, type SentMessage, type Subject } from '../../../src/index.ts';

const SECRET = 'a-secret-of-the-tests-only';

export const subject: Subject = {
  channel,
  module: new URL('../../../../adapter-kit/example/paper-adapter.ts', import.meta.url),
  env: { PAPER_SECRET: SECRET },
  account: 'post-room',
  fixtures: new URL('./fixtures/', import.meta.url),
  item: ({ nativeId, text, citizen, attachmentUrl, occurredAt }) => ({
    mediaType: 'application/json',
    body: JSON.stringify({
      kind: 'letter',
      id: nativeId,
      from: citizen,
      text,
      at: occurredAt,
      scans: attachmentUrl ? [{ name: 'scan.png', mediaType: 'image/png', url: attachmentUrl }] : [],
    }),
  }),
  unknown: { mediaType: 'application/json', body: '{"kind":"parcel","id":"p1"}' },
  malformed: { mediaType: 'application/json', body: '{"kind":"letter","id":' },
  request(item, { now, nonce = randomUUID() }) {
    const time = String(Math.floor(now.getTime() / 1000));
    const signature = createHmac('sha256', SECRET).update(`${time}.${nonce}.`).update(item.body).digest('hex');
    return {
      method: 'POST',
      path: '/paper/letters',
      headers: {
        'content-type': item.mediaType,
        'x-paper-timestamp': time,
        'x-paper-nonce': nonce,
        'x-paper-signature': signature,
      },
      body: item.body,
    };
  },
  vendor: () =>
    fakeHttpVendor({
      env: (url) => ({ PAPER_REPLY_URL: url }),
      windowClosedStatus: 410,
      messages(body) {
        const { to, parts }: { to: string; parts: string[] } = JSON.parse(body);
        return parts.map((text): SentMessage => ({ to, text }));
      },
    }),
};
