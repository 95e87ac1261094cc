import { describe, expect, test } from '@jest/globals';
import { CHANNEL_CURSORS, type CursorBody, CursorError, type PollChannel, runChannel } from '../src/index.ts';
import type { TestPlatform } from '../src/testing/index.ts';
import { after, temporaryFolder, until } from './support/bench.ts';
import { CAPABILITIES, FIELDS, openPlatform, pullFrom, QUICK, readItem } from './support/channel.ts';

type Poll = PollChannel<typeof FIELDS>;

function pollChannel(pull: Poll['pull']): Poll {
  return {
    id: 'mailbox',
    kind: 'poll',
    everySeconds: 0.02,
    title: { zh: '信箱', en: 'Mailbox' },
    version: '0.1.0',
    authentication: 'login',
    capabilities: { ...CAPABILITIES, reply: null },
    config: FIELDS,
    read: readItem,
    pull,
  };
}

async function poll(platform: TestPlatform, pull: Poll['pull']) {
  const service = runChannel(pollChannel(pull), platform, { TEST_NUMBER: '1' }, QUICK);
  await service.start();
  after(() => service.stop());
  const received = async () => (await platform.events('petitions.received')).map(({ data }) => data.petition.nativeId);
  const cursors = await platform.documentStore.collection<CursorBody>(CHANNEL_CURSORS);
  const cursor = async () => (await cursors.get('mailbox'))?.body.cursor;
  return { service, received, cursor };
}

const letters = ['1', '2', '3'].map((id) => ({ id, from: 'one', text: id }));

describe('a poll channel', () => {
  test('takes in what is new, keeps the order and saves where it stands', async () => {
    const platform = await openPlatform(await temporaryFolder());
    const { received, cursor } = await poll(platform, (from) => pullFrom(letters, from, new Date()));
    await until('all are taken in', async () => (await cursor()) === '3');
    expect(await received()).toEqual(['1', '2', '3']);
  });

  test('goes on where the process before it stopped', async () => {
    const platform = await openPlatform(await temporaryFolder());
    const first = await poll(platform, (from) => pullFrom(letters.slice(0, 2), from, new Date()));
    await until('two are taken in', async () => (await first.cursor()) === '2');
    await first.service.stop();
    const second = await poll(platform, (from) => pullFrom(letters, from, new Date()));
    await until('the third is taken in', async () => (await second.cursor()) === '3');
    expect(await second.received()).toEqual(['1', '2', '3']);
  });

  test('saves no cursor for an item that is not durable', async () => {
    const platform = await openPlatform(await temporaryFolder());
    const list = [{ id: '1', text: 'a' }];
    platform.eventLog.goAway();
    const full = { TEST_NUMBER: '1', OUTBOX_MAX_ITEMS: '1', OUTBOX_MAX_BYTES: '1' };
    const service = runChannel(
      pollChannel((from) => pullFrom(list, from, new Date())),
      platform,
      full,
      QUICK,
    );
    await service.start();
    after(() => service.stop());
    await until('the outbox is full', () => service.status().alarms.some(({ code }) => code === 'outbox-full'));
    const cursors = await platform.documentStore.collection<CursorBody>(CHANNEL_CURSORS);
    expect(await cursors.get('mailbox')).toBeNull();
    platform.eventLog.comeBack();
    await until('it is taken in', async () => (await cursors.get('mailbox'))?.body.cursor === '1');
  });

  test('with a cursor that cannot be right raises an alarm and takes in nothing, until it is set right', async () => {
    const platform = await openPlatform(await temporaryFolder());
    const cursors = await platform.documentStore.collection<CursorBody>(CHANNEL_CURSORS);
    await cursors.put('mailbox', { channel: 'mailbox', cursor: '99', savedAt: '' }, 0);
    const { service, received, cursor } = await poll(platform, (from) => {
      if (Number(from) > letters.length) throw new CursorError('beyond the end');
      return pullFrom(letters, from, new Date());
    });
    await until('it fails', () => service.status().state === 'failing');
    expect(service.status().alarms).toMatchObject([{ code: 'cursor' }]);
    expect([await received(), await cursor()]).toEqual([[], '99']);
    await cursors.put('mailbox', { channel: 'mailbox', cursor: '2', savedAt: '' }, 1);
    await until('it runs', () => service.status().state === 'running');
    await until('the rest is taken in', async () => (await received()).length === 1);
  });
});
