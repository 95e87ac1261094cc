import { describe, expect, test } from '@jest/globals';
import { type EventOf, envelope, writeEvent } from '@yihaotong/petition-event';
import { QUARANTINED_ITEMS, type QuarantinedBody } from '../src/index.ts';
import type { TestPlatform } from '../src/testing/index.ts';
import { until } from './support/bench.ts';
import { type Running, readItem, running } from './support/channel.ts';

let actions = 0;
async function askReplay(platform: TestPlatform, quarantineId: string): Promise<void> {
  const data = { quarantineId, channel: 'test', by: '值班员' };
  const fields = { id: `action-${actions++}`, source: '/services/desk', subject: quarantineId, time: new Date(), data };
  const event: EventOf<'desk.actions'> = envelope('action.replayed', fields);
  await platform.eventLog.append('desk.actions', [{ key: quarantineId, value: writeEvent('desk.actions', event) }]);
}

async function quarantined(channel: Running): Promise<string> {
  const taken = await channel.take({ id: 'n-1', text: 'unknown' });
  if (taken.kind !== 'quarantined') throw new Error('it was read');
  return taken.quarantineId;
}

/** The same channel after its adapter learned to read what it could not. */
async function better({ folder, platform, service }: Running): Promise<Running> {
  await service.stop();
  const read: typeof readItem = (raw) =>
    readItem({ ...raw, body: Buffer.from(Buffer.from(raw.body).toString().replace('unknown', '路灯坏了')) });
  return running({ folder, platform, channel: { read } });
}

const store = ({ platform }: Running) => platform.documentStore.collection<QuarantinedBody>(QUARANTINED_ITEMS);
const events = ({ platform }: Running) => platform.events('petitions.quarantined');

describe('a replay asked for at the desk', () => {
  test('takes in what the adapter reads now, and the item leaves quarantine', async () => {
    const before = await running();
    const id = await quarantined(before);
    const channel = await better(before);
    await askReplay(channel.platform, id);
    const documents = await store(channel);
    await until('it is recovered', async () => (await documents.get(id))?.body.state === 'recovered');
    const [petition] = await channel.platform.events('petitions.received');
    expect(petition?.data.petition).toMatchObject({ nativeId: 'n-1', text: '路灯坏了' });
    expect((await events(channel)).at(-1)).toMatchObject({
      type: 'petition.recovered',
      data: { quarantineId: id, channel: 'test', account: 'a-1', petitionIds: [petition?.id] },
    });
  });

  test('that asks twice recovers once', async () => {
    const before = await running();
    const id = await quarantined(before);
    const channel = await better(before);
    await askReplay(channel.platform, id);
    await askReplay(channel.platform, id);
    await askReplay(channel.platform, 'no such id');
    const group = 'test-adapter-replay';
    await until('all three were seen', async () => {
      const stands = await channel.platform.eventLog.progressOf(group, 'desk.actions');
      return stands.reduce((sum, { offset }) => sum + (offset ?? 0), 0) === 3;
    });
    expect(await channel.platform.events('petitions.received')).toHaveLength(1);
    expect((await events(channel)).filter(({ type }) => type === 'petition.recovered')).toHaveLength(1);
  });

  test('of what still cannot be read leaves it where it is, with the reason', async () => {
    const channel = await running();
    const id = await quarantined(channel);
    await askReplay(channel.platform, id);
    await until('it was tried', async () => (await events(channel)).length >= 2);
    expect(new Set((await events(channel)).map((event) => event.id)).size).toBe(2);
    expect((await events(channel)).at(-1)).toMatchObject({ type: 'petition.quarantined', subject: id });
    expect(await channel.platform.events('petitions.received')).toEqual([]);
  });

  test('finds the item on the log where its document is not there', async () => {
    const before = await running();
    const id = await quarantined(before);
    await (await store(before)).delete(id);
    const channel = await better(before);
    await askReplay(channel.platform, id);
    await until('it is recovered', async () => (await channel.platform.events('petitions.received')).length === 1);
  });
});

describe('a replay of what a later step could not handle', () => {
  /** The one petition of the channel, quarantined by a later step. */
  async function undecided(channel: Running, stage: 'normalizer' | 'routing'): Promise<string> {
    const { platform } = channel;
    await channel.take({ id: 'n-1', text: '路灯坏了' });
    const [event] = await platform.events('petitions.received');
    if (!event) throw new Error('nothing was received');
    const partition = await platform.eventLog.partitionOf(
      'petitions.received',
      event.data.petition.citizen.key ?? event.id,
    );
    const quarantineId = `${stage}-1`;
    const entry: EventOf<'petitions.quarantined'> = envelope('petition.quarantined', {
      id: quarantineId,
      source: `/services/${stage}`,
      subject: quarantineId,
      time: new Date(),
      data: {
        quarantineId,
        stage,
        channel: 'test',
        account: event.data.petition.account,
        reason: { code: 'undecidable', message: 'Error' },
        // An event, and no item of the channel.
        raw: { ...event.data.raw, mediaType: 'application/cloudevents+json' },
        receivedAt: event.data.petition.receivedAt,
        origin: { topic: 'petitions.received', partition, offset: 0 },
      },
    });
    await platform.eventLog.append('petitions.quarantined', [
      { key: quarantineId, value: writeEvent('petitions.quarantined', entry) },
    ]);
    return quarantineId;
  }

  test('puts the record of the normalizer on the log once more, as it was', async () => {
    const channel = await running();
    const id = await undecided(channel, 'normalizer');
    await askReplay(channel.platform, id);
    await until('it is recovered', async () => (await (await store(channel)).get(id))?.body.state === 'recovered');
    const [first, second, ...others] = await channel.platform.events('petitions.received');
    expect(second).toEqual(first);
    expect(others).toEqual([]);
    expect((await events(channel)).at(-1)).toMatchObject({
      type: 'petition.recovered',
      data: { petitionIds: [first?.id] },
    });
  });

  test('leaves what routing could not decide where it is, and makes no petition of it', async () => {
    const channel = await running();
    const id = await undecided(channel, 'routing');
    await askReplay(channel.platform, id);
    await until('it is said', async () => (await (await store(channel)).get(id))?.body.state === 'quarantined');
    expect(await channel.platform.events('petitions.received')).toHaveLength(1);
  });
});
