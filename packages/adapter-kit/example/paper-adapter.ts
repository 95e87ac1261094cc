import { createHmac } from 'node:crypto';
import { z } from 'zod';
import * as kit from '../src/index.ts';

const ATTACHMENTS = { maxBytes: 1_048_576, mediaTypes: ['image/jpeg', 'image/png', 'application/pdf'] };
const optional = z.string().nullable().default(null);
const letter = z.object({
  kind: z.string(),
  id: optional,
  text: z.string().default(''),
  at: z.coerce.date().optional(),
  from: z.object({ identity: optional, name: optional, phone: optional }).prefault({}),
  scans: z.array(z.object({ name: z.string(), mediaType: z.string(), url: z.url() })).default([]),
});

/** The smallest adapter: letters on paper, typed in by a clerk whose program posts them here, signed. */
export const channel = kit.defineChannel({
  id: 'paper',
  kind: 'push',
  title: { zh: '信件', en: 'Letters on paper' },
  version: '0.1.0',
  authentication: 'signature',
  capabilities: {
    reply: { maxLength: 120, maxParts: 3, windowHours: 48 },
    attachments: ATTACHMENTS,
    maxItemBytes: 65_536,
  },
  config: {
    PAPER_SECRET: kit.secret({ zh: '签名密钥', en: 'Signing secret' }, z.string().min(16)),
    PAPER_REPLY_URL: kit.setting({ zh: '回信地址', en: 'Where replies go' }, z.url(), 'http://127.0.0.1:9000/replies'),
  },
  read: (raw) =>
    kit.readJson(raw, letter, ({ kind, id, text, at, from, scans }) => {
      if (kind === 'ping') return { kind: 'nothing', reason: 'ping' };
      if (kind !== 'letter') return { kind: 'unreadable', code: 'unknown', message: 'kind is not "letter"' };
      if (!id || !text) return { kind: 'unreadable', code: 'malformed', message: 'a letter has an id and a text' };
      const attachments = scans.map((scan) => ({ ...scan, content: null }));
      const fields = { nativeId: id, citizen: from, text, occurredAt: at ?? raw.receivedAt, attachments };
      return { kind: 'petitions', drafts: [kit.draft(fields)] };
    }),
  serve: (port) => kit.webhook(port, { ...route, verify }),
  deliver: ({ replyId, identity, queryCode, parts }, { config }) =>
    kit.postReply(config.PAPER_REPLY_URL, replyId, { to: identity, code: queryCode, parts }),
});

const route = { path: '/paper/letters', method: 'POST', limitBytes: 262_144, account: () => 'post-room' } as const;

function verify({ headers, body }: kit.WebhookRequest, config: { PAPER_SECRET: string }, now: Date) {
  const { 'x-paper-timestamp': time, 'x-paper-nonce': nonce, 'x-paper-signature': signature } = headers;
  if (!time || !nonce || !signature) throw new kit.RefusedError('missing-proof', 'the request is not signed');
  const right = createHmac('sha256', config.PAPER_SECRET).update(`${time}.${nonce}.`).update(body).digest('hex');
  if (!kit.sameSecret(signature, right)) throw new kit.RefusedError('wrong-proof', 'the signature does not fit');
  if (!kit.fresh(Number(time), now, 300)) throw new kit.RefusedError('stale', 'more than 5 minutes off');
  return { nonce, until: new Date(now.getTime() + 600_000) };
}
