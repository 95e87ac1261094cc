import { Router } from 'express';
import { z } from 'zod';
import {
  type Capabilities,
  type ChannelService,
  type ConfigFields,
  type ConfigOf,
  draft,
  type OutgoingReply,
  type Port,
  type Pulled,
  type PushChannel,
  type RawInput,
  type Reading,
  readJson,
  runChannel,
  setting,
  TUNING,
  type Tuning,
} from '../../src/index.ts';
import { type TestPlatform, testPlatform } from '../../src/testing/index.ts';
import { after, temporaryFolder } from './bench.ts';

export const FIELDS = {
  TEST_NUMBER: setting({ zh: '号码', en: 'Number' }, z.string(), '12345'),
} satisfies ConfigFields;
type Fields = typeof FIELDS;
export type TestPort = Port<ConfigOf<Fields>>;

export const CAPABILITIES: Capabilities = {
  reply: { maxLength: 40, maxParts: 2, windowHours: null },
  attachments: { maxBytes: 10_000, mediaTypes: ['image/png', 'text/plain'] },
  maxItemBytes: 600_000,
};

const item = z.object({
  id: z.string().nullable().default(null),
  from: z.string().nullable().default('citizen-1'),
  phone: z.string().nullable().default(null),
  text: z.string(),
  at: z.coerce.date().default(new Date('2026-03-02T08:00:00Z')),
  files: z.array(z.object({ name: z.string(), mediaType: z.string(), url: z.string() })).default([]),
});

/** Reads `{id, from, text …}`; `throw` and `nothing` as texts do what they say. */
export function readItem(raw: RawInput): Reading {
  return readJson(raw, item, ({ id, from, phone, text, at, files }) => {
    if (text === 'throw') throw new Error('13800138000 cannot be read');
    if (text === 'nothing') return { kind: 'nothing', reason: 'told to' };
    if (text === 'unknown') return { kind: 'unreadable', code: 'unknown', message: 'no such kind' };
    const attachments = files.map((file) => ({ ...file, content: null }));
    const citizen = { identity: from, name: from && '李四', phone };
    return { kind: 'petitions', drafts: [draft({ nativeId: id, citizen, text, occurredAt: at, attachments })] };
  });
}

export type TestChannelOptions = Partial<Pick<PushChannel<Fields>, 'id' | 'read' | 'capabilities' | 'version'>> & {
  deliver?: (reply: OutgoingReply) => Promise<void>;
};

export interface Running {
  platform: TestPlatform;
  service: ChannelService;
  port: TestPort;
  folder: string;
  /** Takes in an item of the test channel. */
  take(fields: Readonly<Record<string, unknown>>): ReturnType<TestPort['accept']>;
}

export const QUICK: Tuning = {
  ...TUNING,
  // A slow machine is not a log that is away.
  appendPatience: 5_000,
  tick: 20,
  statusEvery: 50,
  replies: { attempts: 3, firstPause: 1, mostPause: 5, lease: 5_000 },
  fetches: { attempts: 3, firstPause: 1, mostPause: 5, timeout: 3_000 },
};

export interface RunOptions {
  channel?: TestChannelOptions;
  folder?: string;
  platform?: TestPlatform;
  now?: () => Date;
  env?: Readonly<Record<string, string>>;
  tuning?: Partial<Tuning>;
}

/** A push channel at work, with its port in the hands of the test. Stopped after the test. */
export async function running(options: RunOptions = {}): Promise<Running> {
  const folder = options.folder ?? (await temporaryFolder());
  const platform = options.platform ?? (await openPlatform(folder, options.now));
  const ports: TestPort[] = [];
  const channel: PushChannel<Fields> = {
    id: 'test',
    kind: 'push',
    title: { zh: '测试', en: 'Test' },
    version: '1.2.3',
    authentication: 'signature',
    capabilities: CAPABILITIES,
    config: FIELDS,
    read: readItem,
    serve(port) {
      ports.push(port);
      return Router();
    },
    deliver: async () => {},
    ...options.channel,
  };
  const env = { TEST_NUMBER: '12345', ...options.env };
  const service = runChannel(channel, platform, env, { ...QUICK, ...options.tuning });
  await service.start();
  after(() => service.stop());
  const [port] = ports;
  if (!port) throw new Error('the channel was not served');
  const take = (fields: Readonly<Record<string, unknown>>) => port.accept(rawOf(fields, platform.now()));
  return { platform, service, port, folder, take };
}

export async function openPlatform(folder: string, now?: () => Date): Promise<TestPlatform> {
  const platform = await testPlatform(now ? { folder, now } : { folder });
  after(() => platform.close());
  return platform;
}

export function rawOf(content: Readonly<Record<string, unknown>> | Uint8Array, receivedAt = new Date()): RawInput {
  const body = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  return { body, mediaType: 'application/json', headers: {}, account: 'a-1', receivedAt };
}

/** What a poll channel of the tests pulls: everything of a list after the cursor, which is a position in it. */
export async function* pullFrom(
  list: readonly Readonly<Record<string, unknown>>[],
  cursor: string | null,
  now: Date,
): AsyncIterable<Pulled> {
  for (const [index, fields] of list.entries()) {
    if (index >= Number(cursor ?? 0)) yield { raw: rawOf(fields, now), cursor: String(index + 1) };
  }
}
