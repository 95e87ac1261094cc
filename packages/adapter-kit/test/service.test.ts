import { describe, expect, test } from '@jest/globals';
import { channel as paper } from '../example/paper-adapter.ts';
import { CHANNEL_STATUS, type ChannelStatusBody, runChannel, TryAgainError } from '../src/index.ts';
import type { TestPlatform } from '../src/testing/index.ts';
import { after, temporaryFolder, until } from './support/bench.ts';
import { openPlatform, QUICK, running } from './support/channel.ts';

const statusOf = async (platform: TestPlatform, id: string) =>
  (await (await platform.documentStore.collection<ChannelStatusBody>(CHANNEL_STATUS)).get(id))?.body;

describe('a channel that is not configured', () => {
  test('serves nothing, is ready, and says what is missing and what is wrong', async () => {
    const platform = await openPlatform(await temporaryFolder());
    const service = runChannel(paper, platform, { PAPER_SECRET: 'short-0' }, QUICK);
    await service.start();
    after(() => service.stop());
    expect([service.routes, service.notReady(), service.name]).toEqual([undefined, null, 'paper-adapter']);
    const expected = {
      state: 'not-configured',
      missing: ['PAPER_REPLY_URL'],
      wrong: ['PAPER_SECRET: not of its form'],
    };
    expect(service.status()).toMatchObject(expected);
    const body = await until('the status is written', () => statusOf(platform, 'paper'));
    expect(body).toMatchObject({ ...expected, channel: 'paper', kind: 'push', title: { zh: '信件' } });
    expect(JSON.stringify(body)).not.toContain('short-0');
  });
});

describe('a channel that runs', () => {
  test('writes its status at the start and soon after a change', async () => {
    const { platform, take } = await running();
    await until('the status is written', () => statusOf(platform, 'test'));
    await take({ id: '1', text: 'a' });
    await until('it shows what was received', async () => (await statusOf(platform, 'test'))?.lastReceivedAt);
    platform.eventLog.goAway();
    await take({ id: '2', text: 'a' });
    await until('it shows what waits', async () => (await statusOf(platform, 'test'))?.outboxItems === 1);
    expect(await statusOf(platform, 'test')).toMatchObject({ state: 'failing', alarms: [{ code: 'log-away' }] });
  });

  test('is not ready before its start and after its stop, and takes nothing in then', async () => {
    const { service, take } = await running();
    expect(service.notReady()).toBeNull();
    await service.stop();
    expect(service.notReady()).not.toBeNull();
    await expect(take({ id: '1', text: 'a' })).rejects.toThrow(TryAgainError);
  });
});

describe('a stop', () => {
  test('waits for what is being taken in', async () => {
    const { platform, service, take } = await running();
    platform.eventLog.hang();
    const taking = take({ id: '1', text: 'a' });
    const stopping = service.stop();
    platform.eventLog.comeBack();
    expect(await taking).toMatchObject({ kind: 'accepted' });
    await stopping;
    expect(await platform.events('petitions.received')).toHaveLength(1);
  });

  test('leaves what the log did not take in the outbox', async () => {
    const { platform, service, take, folder } = await running();
    platform.eventLog.goAway();
    const taking = Promise.all(['1', '2', '3'].map((id) => take({ id, text: 'a' })));
    await service.stop();
    expect(await taking).toHaveLength(3);
    platform.eventLog.comeBack();
    const next = await running({ platform, folder });
    await until('they are handed on', () => next.service.status().outboxItems === 0);
    expect(await platform.events('petitions.received')).toHaveLength(3);
  });
});
