import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { QUARANTINED_ITEMS, TryAgainError } from '../src/index.ts';
import { OutboxFile, OutboxFullError } from '../src/outbox/outbox-file.ts';
import { after, temporaryFolder, until } from './support/bench.ts';
import { openPlatform, type Running, running } from './support/channel.ts';

const received = async ({ platform }: Running) =>
  (await platform.events('petitions.received')).map(({ data }) => data.petition.nativeId);
const drained = (channel: Running) => until('the outbox is empty', () => channel.service.status().outboxItems === 0);

describe('while the log is away', () => {
  test('items are acknowledged from the outbox, and are on the log in order when it is back', async () => {
    const channel = await running();
    channel.platform.eventLog.goAway();
    for (const id of ['1', '2', '3']) expect(await channel.take({ id, text: 'a' })).toMatchObject({ kind: 'accepted' });
    expect(await received(channel)).toEqual([]);
    expect(channel.service.status()).toMatchObject({
      state: 'failing',
      outboxItems: 3,
      alarms: [{ code: 'log-away' }],
    });
    channel.platform.eventLog.comeBack();
    await drained(channel);
    expect(await received(channel)).toEqual(['1', '2', '3']);
    await until('it runs again', () => channel.service.status().state === 'running');
  });

  test('new items queue behind those that wait, though the log is back', async () => {
    const channel = await running();
    channel.platform.eventLog.goAway();
    await channel.take({ id: '1', text: 'a' });
    channel.platform.eventLog.comeBack();
    await channel.take({ id: '2', text: 'a' });
    await channel.take({ id: '3', text: 'a' });
    await drained(channel);
    expect(await received(channel)).toEqual(['1', '2', '3']);
  });

  test('an append that does not answer counts as away, and no second copy is made of one that comes through late', async () => {
    const channel = await running({ tuning: { appendPatience: 100 } });
    channel.platform.eventLog.hang();
    expect(await channel.take({ id: '1', text: 'a' })).toMatchObject({ kind: 'accepted' });
    channel.platform.eventLog.comeBack();
    await drained(channel);
    expect(new Set(await received(channel))).toEqual(new Set(['1']));
  });

  test('what waited is handed on by the next process', async () => {
    const folder = await temporaryFolder();
    const first = await running({ folder });
    first.platform.eventLog.goAway();
    await first.take({ id: '1', text: 'a' });
    await first.service.stop();
    await first.platform.close();
    const second = await running({ platform: await openPlatform(folder), folder });
    await drained(second);
    expect(await received(second)).toEqual(['1']);
  });

  test('a full outbox is "try again", an alarm and a figure, and takes items again when it was emptied', async () => {
    const channel = await running({ env: { OUTBOX_MAX_ITEMS: '2' } });
    channel.platform.eventLog.goAway();
    await channel.take({ id: '1', text: 'a' });
    await channel.take({ id: '2', text: 'a' });
    await expect(channel.take({ id: '3', text: 'a' })).rejects.toThrow(TryAgainError);
    expect(channel.platform.telemetry.sum('outboxFull')).toBe(1);
    expect(channel.service.status().alarms.map(({ code }) => code)).toContain('outbox-full');
    channel.platform.eventLog.comeBack();
    await drained(channel);
    expect(await channel.take({ id: '3', text: 'a' })).toMatchObject({ kind: 'accepted' });
    expect(await received(channel)).toEqual(['1', '2', '3']);
  });

  test('bytes are a limit too', async () => {
    const channel = await running({ env: { OUTBOX_MAX_BYTES: '5000' } });
    channel.platform.eventLog.goAway();
    await expect(channel.take({ id: '1', text: 'x'.repeat(6_000) })).rejects.toThrow(TryAgainError);
  });

  test('quarantined items wait there as well, event and document', async () => {
    const channel = await running();
    channel.platform.eventLog.goAway();
    expect(await channel.take({ text: 'unknown' })).toMatchObject({ kind: 'quarantined' });
    channel.platform.eventLog.comeBack();
    await drained(channel);
    expect(await channel.platform.events('petitions.quarantined')).toHaveLength(1);
    const documents = await channel.platform.documentStore.collection(QUARANTINED_ITEMS);
    expect((await documents.find({})).items).toMatchObject([{ body: { channel: 'test', state: 'quarantined' } }]);
  });
});

describe('an outbox file', () => {
  const damages: [string, (file: Buffer) => Buffer][] = [
    ['is no database any more', (file) => Buffer.alloc(file.length, 'not a database')],
    ['is cut off', (file) => file.subarray(0, file.length / 2)],
    ['is overwritten in the middle', (file) => Buffer.from(file).fill(0xaa, 4_096, file.length - 4_096)],
  ];
  test.each(damages)(
    'that %s is set aside with an alarm, never deleted, and a new one begun',
    async (_name, damage) => {
      const folder = await temporaryFolder();
      const first = await running({ folder });
      first.platform.eventLog.goAway();
      for (const id of ['1', '2', '3']) await first.take({ id, text: 'x'.repeat(20_000) });
      await first.service.stop();
      const home = join(folder, 'adapters', 'test');
      const damaged = damage(await readFile(join(home, 'outbox.db')));
      await writeFile(join(home, 'outbox.db'), damaged);
      const second = await running({ folder, platform: first.platform });
      expect(second.service.status().alarms).toMatchObject([{ code: 'outbox-torn' }]);
      const aside = (await readdir(home)).filter((name) => /^outbox\.db\.torn-\w+$/.test(name));
      expect(await readFile(join(home, aside[0] ?? ''))).toEqual(damaged);
      expect(await second.take({ id: '4', text: 'a' })).toMatchObject({ kind: 'accepted' });
    },
  );

  test('that cannot be written is "try again" and an alarm', async () => {
    const channel = await running();
    const other = new DatabaseSync(join(channel.folder, 'adapters', 'test', 'outbox.db'));
    other.exec('DROP TABLE items');
    other.close();
    channel.platform.eventLog.goAway();
    await expect(channel.take({ id: '1', text: 'a' })).rejects.toThrow(TryAgainError);
    expect(channel.service.status().alarms.map(({ code }) => code)).toEqual(['log-away', 'outbox-disk']);
  });

  test('gives back what it was given, in order, after it was opened again', async () => {
    const path = join(await temporaryFolder(), 'outbox.db');
    const open = () =>
      new OutboxFile(
        path,
        { items: 10, bytes: 1_000 },
        () => new Date(),
        () => {},
      );
    const first = open();
    await Promise.all([first.add(['a', 'b']), first.add(['c'])]);
    first.close();
    const second = open();
    after(() => second.close());
    expect(second.items).toBe(3);
    expect(second.first(10, 1_000).map(({ step }) => step)).toEqual(['a', 'b', 'c']);
    second.park([1]);
    second.remove([2]);
    expect([second.items, second.first(10, 1_000).map(({ step }) => step)]).toEqual([1, ['c']]);
  });

  test('says that it is full before it writes', async () => {
    const path = join(await temporaryFolder(), 'outbox.db');
    const outbox = new OutboxFile(
      path,
      { items: 1, bytes: 1_000 },
      () => new Date(),
      () => {},
    );
    after(() => outbox.close());
    const both = await Promise.allSettled([outbox.add(['a']), outbox.add(['b'])]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { reason: expect.any(OutboxFullError) }]);
  });
});
