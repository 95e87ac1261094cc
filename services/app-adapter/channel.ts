import { type Channel, defineChannel, type PushChannel, type RawInput, type Reading } from '@yihaotong/adapter-kit';
import manifest from './package.json' with { type: 'json' };
import { type AppFields, CONFIG } from './src/config.ts';
import { MAX_ITEM_BYTES } from './src/receive/intake.ts';
import { parse } from './src/receive/parse.ts';
import { postWebhook } from './src/reply/webhook.ts';
import { appRoutes } from './src/routes.ts';
import { ALONE, type Surroundings } from './src/surroundings.ts';
import { toPetition } from './src/to-petition.ts';

/** What the tools read: the channel without what it does. */
export const declaration = {
  id: 'app',
  kind: 'push',
  title: { zh: '应用与网页', en: 'Apps and web' },
  version: manifest.version,
  authentication: 'api-key',
  capabilities: {
    reply: { maxLength: 20_000, maxParts: 1, windowHours: null },
    attachments: {
      maxBytes: 20 * 1024 * 1024,
      mediaTypes: [
        'image/jpeg',
        'image/png',
        'image/gif',
        'image/webp',
        'video/mp4',
        'audio/mpeg',
        'audio/amr',
        'application/pdf',
      ],
    },
    maxItemBytes: MAX_ITEM_BYTES,
  },
  config: CONFIG,
} as const satisfies Partial<Channel>;

/** Three doors, one channel: Open311 GeoReport v2, a JSON API, and a form for citizens. */
export function appChannel(surroundings: Surroundings): PushChannel<AppFields> {
  return defineChannel<AppFields>({
    ...declaration,
    serve: (port) => appRoutes(port, surroundings),
    read,
    async deliver(reply, { config, now }) {
      const webhook = config.APP_WEBHOOKS.get(reply.account);
      // Without one the answer is delivered where it is read: by polling, or on the page for citizens.
      if (webhook) await postWebhook(webhook, reply, { now: now(), allowPrivate: config.APP_WEBHOOKS_PRIVATE });
    },
  });
}

/** The channel by itself, for tools and for the suite that every adapter passes. */
export const channel = appChannel(ALONE);

/** Pure: the same item always reads the same. */
export function read(raw: RawInput): Reading {
  const parsed = parse(raw);
  if (parsed.kind !== 'malformed') return { kind: 'petitions', drafts: [toPetition(parsed, raw)] };
  const problems = parsed.problems.map(({ pointer, detail }) => `${pointer || 'body'}: ${detail}`);
  return { kind: 'unreadable', code: parsed.code, message: problems.join('; ') };
}
