import { describe, expect, test } from '@jest/globals';
import {
  type Body,
  type Collection,
  type CollectionSpec,
  type DocumentStore,
  StoreUnavailableError,
} from '@yihaotong/document-store';
import { citizenKey, type EventOf, envelope, type ReplyRequested, writeEvent } from '@yihaotong/petition-event';
import { type OutgoingReply, REPLY_STATES, type ReplyBody, ReplyError } from '../src/index.ts';
import type { TestPlatform } from '../src/testing/index.ts';
import { clock, temporaryFolder, until } from './support/bench.ts';
import { CAPABILITIES, openPlatform, QUICK, running } from './support/channel.ts';

async function request(platform: TestPlatform, change: Partial<ReplyRequested['data']> = {}): Promise<void> {
  const { seal } = platform;
  const data: ReplyRequested['data'] = {
    replyId: 'reply-1',
    petitionId: 'petition-1',
    caseId: null,
    queryCode: 'ABCDE12345',
    kind: 'receipt',
    channel: 'test',
    account: 'a-1',
    citizen: {
      key: citizenKey(seal.identitySecret, 'test', 'citizen-1'),
      identity: seal.seal('citizen-1'),
      name: null,
      phone: seal.seal('13800138000'),
    },
    threadId: 't-1',
    inReplyTo: 'n-1',
    text: '已收到您的来件。',
    fallbacks: [],
    ...change,
  };
  const fields = { id: data.replyId, source: '/services/routing', subject: data.replyId, time: platform.now(), data };
  const event: EventOf<'replies'> = envelope('reply.requested', fields);
  await platform.eventLog.append('replies', [{ key: 'k', value: writeEvent('replies', event) }]);
}

const outcomes = async (platform: TestPlatform) =>
  (await platform.events('replies')).filter(({ type }) => type !== 'reply.requested');
const ended = (platform: TestPlatform, count = 1) =>
  until(`${count} replies ended`, async () => {
    const events = await outcomes(platform);
    return events.length >= count && events;
  });

describe('a reply of the channel', () => {
  test('goes out once, within the capabilities, and the log hears of it', async () => {
    const sent: OutgoingReply[] = [];
    const { platform, service } = await running({ channel: { deliver: async (reply) => void sent.push(reply) } });
    await request(platform, { text: '路灯已经修好了，感谢您的来电。'.repeat(8) });
    expect(await ended(platform)).toMatchObject([
      { type: 'reply.delivered', data: { replyId: 'reply-1', channel: 'test', parts: 2 } },
    ]);
    expect(sent).toMatchObject([{ replyId: 'reply-1', identity: 'citizen-1', threadId: 't-1', account: 'a-1' }]);
    expect(sent[0]?.parts.at(-1)).toContain('ABCDE12345');
    expect(service.status().lastDeliveredAt).not.toBeNull();
    expect(platform.telemetry.everything()).not.toMatch(/citizen-1|13800138000/);
    expect(platform.telemetry.spans).toMatchObject([{ name: 'reply.deliver', attributes: { kind: 'receipt' } }]);
  });

  test('is sent again after a failure, with the same id, and goes out once in the end', async () => {
    const ids: string[] = [];
    const deliver = async ({ replyId }: OutgoingReply) => {
      ids.push(replyId);
      if (ids.length < 3) throw new ReplyError('retry', 'busy');
    };
    const { platform } = await running({ channel: { deliver } });
    await request(platform);
    expect(await ended(platform)).toMatchObject([{ type: 'reply.delivered' }]);
    expect(ids).toEqual(['reply-1', 'reply-1', 'reply-1']);
  });

  test('is given up after the last attempt, to the next channel', async () => {
    const deliver = () => Promise.reject(new Error('the adapter has a fault'));
    const { platform } = await running({ channel: { deliver } });
    await request(platform, { fallbacks: ['test', 'sms'] });
    expect(await ended(platform)).toMatchObject([
      { type: 'reply.failed', data: { reason: { code: 'gave-up' }, nextChannel: 'sms' } },
    ]);
  });

  test.each(['window-closed', 'refused'] as const)('that is %s goes to the next channel at once', async (code) => {
    const deliver = () => Promise.reject(new ReplyError(code, 'no'));
    const { platform } = await running({ channel: { deliver } });
    await request(platform);
    expect(await ended(platform)).toMatchObject([{ data: { reason: { code }, nextChannel: null } }]);
  });

  test('is not sent when the citizen last wrote before the window', async () => {
    const time = clock();
    const reply = { maxLength: 40, maxParts: 2, windowHours: 48 };
    const sent: OutgoingReply[] = [];
    const { platform, take } = await running({
      now: time.now,
      channel: { capabilities: { ...CAPABILITIES, reply }, deliver: async (each) => void sent.push(each) },
    });
    await take({ id: 'n-1', from: 'citizen-1', text: '路灯坏了' });
    time.turn(49 * 3_600_000);
    await request(platform, { fallbacks: ['sms'] });
    expect(await ended(platform)).toMatchObject([
      { type: 'reply.failed', data: { reason: { code: 'window-closed' }, nextChannel: 'sms' } },
    ]);
    expect(sent).toEqual([]);
  });

  test('of another channel is left alone', async () => {
    const { platform } = await running({ channel: { deliver: () => Promise.reject(new ReplyError('refused', '')) } });
    await request(platform, { channel: 'other' });
    await request(platform, { replyId: 'reply-2' });
    expect(await ended(platform)).toMatchObject([{ subject: 'reply-2' }]);
  });

  test('that comes twice from the log goes out once', async () => {
    const sent: string[] = [];
    const { platform } = await running({ channel: { deliver: async ({ replyId }) => void sent.push(replyId) } });
    await request(platform);
    await request(platform);
    await request(platform, { replyId: 'reply-2' });
    await ended(platform, 2);
    expect(sent.toSorted()).toEqual(['reply-1', 'reply-2']);
  });
});

describe('a reply that went out while the store was away', () => {
  test('is noted when the store is back, and is not sent again', async () => {
    const platform = await openPlatform(await temporaryFolder());
    const time = clock();
    let failures = 0;
    const documentStore: DocumentStore = {
      close: () => platform.documentStore.close(),
      async collection<T extends Body>(spec: CollectionSpec) {
        const real = await platform.documentStore.collection<T>(spec);
        const put: typeof real.put = async (id, body, expected) => {
          if (body.state === 'delivered' && failures++ === 0) throw new StoreUnavailableError('away');
          return real.put(id, body, expected);
        };
        return { ...bound(real), put };
      },
    };
    const sent: string[] = [];
    const deliver = async ({ replyId }: OutgoingReply) => void sent.push(replyId);
    await running({ platform: { ...platform, documentStore, now: time.now }, channel: { deliver } });
    await request(platform);
    await until('the store was away', () => failures > 0);
    time.turn(QUICK.replies.lease);
    expect(await ended(platform)).toMatchObject([{ type: 'reply.delivered' }]);
    expect(sent).toEqual(['reply-1']);
  });
});

/** The collection's methods by themselves. */
const bound = <T extends Body>(real: Collection<T>): Collection<T> => ({
  get: (id) => real.get(id),
  getMany: (ids) => real.getMany(ids),
  put: (id, body, expected) => real.put(id, body, expected),
  project: (documents) => real.project(documents),
  delete: (id, expected) => real.delete(id, expected),
  find: (options) => real.find(options),
  count: (options) => real.count(options),
});

describe('a reply that another channel could not deliver', () => {
  const phone = {
    ...CAPABILITIES,
    reply: { maxLength: 40, maxParts: 2, windowHours: null, addressedBy: 'phone' as const },
  };

  async function handOver(capabilities: typeof phone | typeof CAPABILITIES) {
    const platform = await openPlatform(await temporaryFolder());
    const refuse = () => Promise.reject(new ReplyError('window-closed', ''));
    await running({ platform, channel: { deliver: refuse } });
    const sent: OutgoingReply[] = [];
    const deliver = async (reply: OutgoingReply) => void sent.push(reply);
    await running({ platform, channel: { id: 'sms', capabilities, deliver } });
    await request(platform, { fallbacks: ['sms'] });
    return { events: await ended(platform, 2), sent };
  }

  test('goes out to the citizen’s phone', async () => {
    const { events, sent } = await handOver(phone);
    expect(events).toMatchObject([{ type: 'reply.failed' }, { type: 'reply.delivered', data: { channel: 'sms' } }]);
    expect(sent).toMatchObject([{ identity: '13800138000', account: '', threadId: null, inReplyTo: null }]);
  });

  test('fails where no address is known, and a person must see to it', async () => {
    const { events, sent } = await handOver(CAPABILITIES);
    expect(events).toMatchObject([{}, { data: { reason: { code: 'no-address' }, nextChannel: null } }]);
    expect(sent).toEqual([]);
  });
});

describe('a reply that a crash left half done', () => {
  const half = async (platform: TestPlatform, change: Partial<ReplyBody>) => {
    const states = await platform.documentStore.collection<ReplyBody>(REPLY_STATES);
    const [event] = await platform.events('replies');
    if (event?.type !== 'reply.requested') throw new Error('nothing was requested');
    const common = { replyId: 'reply-1', petitionId: 'petition-1', channel: 'test', attempts: 1, tried: ['test'] };
    const body: ReplyBody = {
      ...common,
      state: 'sending',
      nextAttemptAt: platform.now().toISOString(),
      request: event.data,
      outcome: null,
      announced: true,
      ...change,
    };
    await states.put('reply-1/test', body, 0);
  };

  test('on its way is sent again with the same id, when its lease is over', async () => {
    const platform = await openPlatform(await temporaryFolder());
    await request(platform);
    await half(platform, { state: 'sending' });
    const sent: string[] = [];
    await running({ platform, channel: { deliver: async ({ replyId }) => void sent.push(replyId) } });
    expect(await ended(platform)).toMatchObject([{ type: 'reply.delivered' }]);
    expect(sent).toEqual(['reply-1']);
  });

  test('after it went out is not sent again, and the log hears of it', async () => {
    const platform = await openPlatform(await temporaryFolder());
    await request(platform);
    const outcome = { at: platform.now().toISOString(), parts: 1 };
    await half(platform, { state: 'delivered', outcome, announced: false });
    const sent: string[] = [];
    await running({ platform, channel: { deliver: async ({ replyId }) => void sent.push(replyId) } });
    expect(await ended(platform)).toMatchObject([{ type: 'reply.delivered' }]);
    expect(sent).toEqual([]);
  });

  test('is let alone while its lease lasts', async () => {
    const time = clock();
    const platform = await openPlatform(await temporaryFolder(), time.now);
    await request(platform);
    const lease = new Date(time.now().getTime() + QUICK.replies.lease).toISOString();
    await half(platform, { nextAttemptAt: lease });
    const sent: string[] = [];
    await running({ platform, channel: { deliver: async ({ replyId }) => void sent.push(replyId) } });
    await request(platform, { replyId: 'reply-2' });
    await ended(platform);
    expect(sent).toEqual(['reply-2']);
    time.turn(QUICK.replies.lease);
    await ended(platform, 2);
    expect(sent).toEqual(['reply-2', 'reply-1']);
  });
});
