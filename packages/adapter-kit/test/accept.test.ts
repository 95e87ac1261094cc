import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { citizenKey, contentId, petitionId } from '@yihaotong/petition-event';
import { draft, type Reading } from '../src/index.ts';
import { clock } from './support/bench.ts';
import { CAPABILITIES, rawOf, running } from './support/channel.ts';

const start = () => running({ now: clock().now });

describe('an item that is taken in', () => {
  test('is on the log as a petition, personal data sealed, with its raw body', async () => {
    const { platform, take } = await start();
    const taken = await take({ id: 'n-1', from: 'wx-7', phone: '13800138000', text: '路灯坏了。' });
    const [event] = await platform.events('petitions.received');
    if (!event) throw new Error('nothing on the log');
    const { petition, raw } = event.data;
    expect(event.id).toBe(petitionId('test', 'a-1', 'n-1'));
    expect(taken).toEqual({ kind: 'accepted', petitions: [{ id: event.id, queryCode: petition.queryCode }] });
    expect(petition.citizen.key).toBe(citizenKey(platform.seal.identitySecret, 'test', 'wx-7'));
    expect(petition.citizen.phone && platform.seal.open(petition.citizen.phone)).toBe('13800138000');
    expect(JSON.parse(Buffer.from(raw.body ? platform.seal.open(raw.body) : '', 'base64').toString())).toMatchObject({
      phone: '13800138000',
    });
    expect(JSON.stringify(event)).not.toMatch(/13800138000|wx-7|李四/);
    expect(event).toMatchObject({ source: '/channels/test/a-1', data: { petition: { adapterVersion: '1.2.3' } } });
  });

  test('carries the trace in its record', async () => {
    const { platform, take } = await start();
    await take({ id: 'n-1', text: '路灯坏了。' });
    const headers = [];
    for (const { partition } of await platform.eventLog.bounds('petitions.received')) {
      for await (const record of platform.eventLog.read('petitions.received', partition, 0))
        headers.push(record.headers);
    }
    expect(headers).toEqual([{ traceparent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-01$/) }]);
    expect(platform.telemetry.spans).toMatchObject([{ name: 'petition.accept', attributes: { channel: 'test' } }]);
  });

  test('has the same id each time, and one of its content where the channel gives none', async () => {
    const { take } = await start();
    const ids = async (fields: Record<string, unknown>) => {
      const taken = await take(fields);
      return taken.kind === 'accepted' ? taken.petitions[0]?.id : taken.kind;
    };
    expect(await ids({ id: 'n-1', text: 'a' })).toBe(await ids({ id: 'n-1', text: 'b' }));
    const unnamed = await ids({ text: '没有编号' });
    expect(await ids({ text: '没有编号' })).toBe(unnamed);
    expect(await ids({ text: '没有编号！' })).not.toBe(unnamed);
    expect(contentId('x', new Date(0))).toMatch(/^sha256:/);
  });

  const times: [string, string, string][] = [
    ['keeps the time that it states', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z'],
    ['keeps a time some minutes ahead of our clock', '2026-03-02T08:35:00Z', '2026-03-02T08:35:00.000Z'],
    ['gets our time where it says to come from the future', '2099-01-01T00:00:00Z', '2026-03-02T08:30:00.000Z'],
    ['gets our time where it says to come from before', '1970-01-01T00:00:00Z', '2026-03-02T08:30:00.000Z'],
  ];
  test.each(times)('%s', async (_name, at, occurredAt) => {
    const { platform, take } = await start();
    await take({ id: 'n-1', text: 'a', at });
    expect(await platform.events('petitions.received')).toMatchObject([{ data: { petition: { occurredAt } } }]);
  });

  test('of more than 256 KiB has its raw body in the blob folder, sealed', async () => {
    const { platform, take, folder } = await start();
    await take({ id: 'n-1', text: '长'.repeat(100_000) });
    const [event] = await platform.events('petitions.received');
    const { sha256 = '', body } = event?.data.raw ?? {};
    expect(body).toBeNull();
    const stored = await readFile(`${folder}/blobs/${sha256.slice(0, 2)}/${sha256}.sealed`, 'utf8');
    expect(stored).toMatch(/^sealed:test:/);
  });

  test('may be several petitions at once', async () => {
    const two: Reading = {
      kind: 'petitions',
      drafts: [one('n-1'), one('n-2')],
    };
    const { platform, take } = await running({ channel: { read: () => two } });
    expect(await take({ text: '' })).toMatchObject({ petitions: [{}, {}] });
    expect(await platform.events('petitions.received')).toHaveLength(2);
  });

  test('and is no petition leaves nothing behind', async () => {
    const { platform, take } = await start();
    expect(await take({ text: 'nothing' })).toEqual({ kind: 'nothing', reason: 'told to' });
    expect(await platform.events('petitions.received')).toEqual([]);
  });
});

const one = (nativeId: string) =>
  draft({
    nativeId,
    citizen: { identity: null, name: null, phone: null },
    text: nativeId,
    occurredAt: new Date('2026-03-02T08:00:00Z'),
  });

describe('an item that cannot be read', () => {
  const cases: [string, Uint8Array | Record<string, unknown>, string][] = [
    ['of an unknown kind', { text: 'unknown' }, 'unknown'],
    ['that makes the adapter throw', { text: 'throw' }, 'read-failed'],
    ['that is not JSON', Buffer.from('13800138000'), 'malformed'],
    ['that is not of its charset', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'malformed'],
    ['that is too large', { text: 'x'.repeat(CAPABILITIES.maxItemBytes) }, 'too-large'],
  ];
  test.each(cases)('%s is quarantined with its raw body, and the next item passes', async (_name, content, code) => {
    const { platform, port, take } = await start();
    const taken = await port.accept(rawOf(content, platform.now()));
    const [event] = await platform.events('petitions.quarantined');
    if (event?.type !== 'petition.quarantined') throw new Error('nothing quarantined');
    expect(taken).toMatchObject({ kind: 'quarantined', quarantineId: event.subject, code });
    expect(event.data).toMatchObject({
      stage: 'adapter',
      channel: 'test',
      account: 'a-1',
      reason: { code },
      origin: null,
    });
    expect(event.data.reason.message).not.toContain('13800138000');
    expect(platform.telemetry.everything()).not.toContain('13800138000');
    expect(platform.telemetry.sum('quarantined', { code })).toBe(1);
    expect(await take({ id: 'n-1', text: '路灯' })).toMatchObject({ kind: 'accepted' });
  });

  test('is one entry however often it is delivered', async () => {
    const { platform, take } = await start();
    const first = await take({ text: 'unknown' });
    expect(await take({ text: 'unknown' })).toEqual(first);
    const events = await platform.events('petitions.quarantined');
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(1);
  });
});
