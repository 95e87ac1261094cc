import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EventLog } from '../src/index.ts';
import { embeddedSubject } from './support/embedded-subject.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('what the embedded log keeps', () => {
  let subject: ReturnType<typeof embeddedSubject>;
  let log: EventLog;
  const record = (text: string) => ({ key: 'key', value: Buffer.from(text) });
  const offsets = async (topic: string) => {
    const found: number[] = [];
    for await (const { offset } of log.read(topic, 0, 0)) found.push(offset);
    return found;
  };

  beforeEach(async () => {
    subject = embeddedSubject('quick');
    log = await subject.open();
  });
  afterEach(async () => {
    await log.close();
    subject.remove();
  });

  test('goes when its time is over, and its offsets are never given again', async () => {
    const topics = [
      { name: 'short', partitions: 1, retention: DAY },
      { name: 'for-ever', partitions: 1, retention: null },
    ];
    await log.ensureTopics(topics);
    for (const { name } of topics) await log.append(name, [record('old'), record('old')]);
    const raw = new DatabaseSync(join(subject.folder, 'event-log.db'));
    raw.prepare('UPDATE records SET timestamp = timestamp - ?').run(2 * DAY);
    await log.ensureTopics(topics);

    expect(await offsets('short')).toEqual([]);
    expect(await offsets('for-ever')).toEqual([0, 1]);
    raw.close();
    await log.close();
    log = await subject.open();
    expect((await log.append('short', [record('new')]))[0]?.offset).toBe(2);
    expect(await offsets('short')).toEqual([2]);
    expect((await log.bounds('short'))[0]).toEqual({ partition: 0, first: 2, next: 3 });
  });

  test('is refused when another version of the program wrote it', async () => {
    await log.close();
    const raw = new DatabaseSync(join(subject.folder, 'event-log.db'));
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await expect(subject.open()).rejects.toThrow('was written by another version of this program');
  });
});
