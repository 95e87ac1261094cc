import { describe, expect, test } from '@jest/globals';
import type { TestPlatform } from '@yihaotong/adapter-kit/testing';
import { type Batch, type EventLog, LogUnavailableError } from '@yihaotong/event-log';
import { loadClassifier } from '@yihaotong/petition-classifier';
import { type EventOf, writeEvent } from '@yihaotong/petition-event';
import { createPartitionMatcher } from '../src/match.ts';
import { matchBatch, understandBatch } from '../src/steps.ts';
import { stream } from './stream.ts';
import { hasNormalized, normalizeUntil, onPlatform, received, recordOf } from './support.ts';

const COUNT = 12;
const RECORDS = stream(COUNT).map((said) => recordOf(said, 'one partition'));

/** A log that fails at the first output of matching and at the reading back that follows it, and then is well again. */
function awayOnce(platform: TestPlatform): TestPlatform {
  const { eventLog } = platform;
  let state: 'well' | 'away' | 'back' = 'well';
  const changed: Pick<EventLog, 'append' | 'bounds'> = {
    async append(topic, records) {
      if (topic !== 'petitions.normalized' || state !== 'well') return eventLog.append(topic, records);
      state = 'away';
      throw new LogUnavailableError('taken away by the test');
    },
    async bounds(topic) {
      if (topic !== 'petitions.normalized' || state !== 'away') return eventLog.bounds(topic);
      state = 'back';
      throw new LogUnavailableError('taken away by the test');
    },
  };
  return Object.assign(Object.create(platform), { eventLog: { ...eventLog, ...changed } });
}

test('petitions that were decided while the log was away, even for reading, are decided again', () =>
  onPlatform(async (platform) => {
    await platform.eventLog.append('petitions.received', RECORDS);
    await normalizeUntil(awayOnce(platform), hasNormalized(platform, COUNT));
    expect(await platform.events('petitions.normalized')).toHaveLength(COUNT);
  }));

describe('a petition that nobody can decide', () => {
  const POISON = 'p3';

  test('is quarantined by the first step under its own channel and hour, and the others go on', () =>
    onPlatform(async (platform) => {
      const understand = loadClassifier();
      const said = stream(COUNT);
      const poison = said.find(({ id }) => id === POISON)?.title;
      await understandBatch(batchOf('petitions.received', said.map(received)), platform, (input, words) => {
        if (input.title === poison) throw new Error(`cannot read ${input.text}`);
        return understand(input, words);
      });
      const understood = await platform.events('petitions.understood');
      expect(understood.map(({ subject }) => subject)).not.toContain(POISON);
      expect(understood.length).toBeGreaterThan(0);
      const [entry] = await platform.events('petitions.quarantined');
      expect(entry?.data).toMatchObject({
        stage: 'normalizer',
        channel: 'app',
        account: 'test',
        reason: { code: 'undecidable' },
        receivedAt: received(said.find(({ id }) => id === POISON) ?? { id: '', text: '' }).data.petition.receivedAt,
      });
      expect(platform.telemetry.everything()).not.toContain('cannot read');
      expect(JSON.stringify(entry)).not.toContain('cannot read');
    }));

  test('is quarantined by the second step, and the others go on', () =>
    onPlatform(async (platform) => {
      const understand = loadClassifier();
      await understandBatch(batchOf('petitions.received', stream(COUNT).map(received)), platform, understand);
      const matcher = createPartitionMatcher({ windowMs: 86_400_000 });
      const failing: typeof matcher = {
        next: null,
        restore: (...given) => matcher.restore(...given),
        match: (event, origin, policy) => {
          if (event.subject === POISON) throw new Error('cannot match');
          return matcher.match(event, origin, policy);
        },
      };
      // As one partition has them: in the order in which they were received.
      const understood = (await platform.events('petitions.understood')).toSorted(
        (a, b) => a.data.origin.offset - b.data.origin.offset,
      );
      await matchBatch(batchOf('petitions.understood', understood), platform, failing);
      const subjects = (await platform.events('petitions.normalized')).map(({ subject }) => subject);
      expect(subjects).toHaveLength(COUNT - 1);
      expect(subjects).not.toContain(POISON);
      expect(await platform.events('petitions.quarantined')).toMatchObject([
        { data: { channel: 'app', reason: { code: 'undecidable' }, origin: { topic: 'petitions.understood' } } },
      ]);
    }));
});

test('an unreadable record too large to be quarantined with its bytes is quarantined without them', () =>
  onPlatform(async (platform) => {
    const value = Buffer.alloc(3 * 1024 * 1024, 'x');
    await understandBatch(batch('petitions.received', [value]), platform, loadClassifier());
    expect(await platform.events('petitions.quarantined')).toMatchObject([{ data: { raw: { body: null } } }]);
  }));

function batchOf<T extends 'petitions.received' | 'petitions.understood'>(
  topic: T,
  events: readonly EventOf<T>[],
): Batch {
  return batch(
    topic,
    events.map((event) => writeEvent(topic, event)),
  );
}

function batch(topic: string, values: readonly Uint8Array[]): Batch {
  const records = values.map((value, offset) => ({
    topic,
    partition: 0,
    offset,
    key: 'one partition',
    value,
    headers: {},
    timestamp: Date.parse('2026-03-02T20:00:00+08:00'),
  }));
  return { topic, partition: 0, records, signal: new AbortController().signal, progress: async () => undefined };
}
