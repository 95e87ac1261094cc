import { fakeHttpVendor, type Subject } from '@yihaotong/adapter-conformance';
import { channel as app } from '../channel.ts';
import { createAppAdapter } from '../src/adapter.ts';

const KEY = 'conformance-key-0123456789';

export const channel = app;
export const run = createAppAdapter;

/** The JSON API, as the suite that every adapter passes sees it. */
export const subject: Subject = {
  channel,
  module: new URL(import.meta.url),
  run,
  env: { APP_API_KEYS: `conformance:${KEY}`, APP_WEBHOOKS_PRIVATE: 'yes', APP_RATE_LIMIT: '0' },
  account: 'conformance',
  fixtures: new URL('../fixtures/', import.meta.url),
  item: ({ nativeId, text, citizen, attachmentUrl, occurredAt }) => ({
    mediaType: 'application/json',
    body: JSON.stringify({
      id: nativeId,
      text,
      citizen,
      occurredAt: occurredAt.toISOString(),
      ...(attachmentUrl && { attachments: [{ mediaType: 'image/png', url: attachmentUrl }] }),
    }),
  }),
  unknown: { mediaType: 'application/json', body: '{"event":"survey.finished","score":5}' },
  malformed: { mediaType: 'application/json', body: '{"text":"路灯' },
  request: ({ body, mediaType }) => ({
    method: 'POST',
    path: '/api/v1/petitions',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': mediaType },
    body,
  }),
  vendor: () =>
    fakeHttpVendor({
      env: (url) => ({ APP_WEBHOOKS: `conformance=${url}|webhook-secret` }),
      messages: (body) => {
        const { citizen, text } = JSON.parse(body) as { citizen: { identity: string | null }; text: string };
        return [{ to: citizen.identity, text }];
      },
      windowClosedStatus: 410,
    }),
};
