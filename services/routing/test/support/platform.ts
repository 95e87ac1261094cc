import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore } from '@yihaotong/document-store';
import { type Batch, type EventLog, type LogRecord, openEventLog } from '@yihaotong/event-log';
import { fixedPolicy, loadPolicy } from '@yihaotong/hotline-policy';
import {
  type CaseEvent,
  createSeal,
  type EventOf,
  type ReplyRequested,
  readEvent,
  TOPICS,
  type Topic,
  writeEvent,
} from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { createTelemetry } from '@yihaotong/telemetry';

export const YUNLAN = loadPolicy(join(import.meta.dirname, '../../../../policy/default.yaml'));

/** A platform on embedded drivers in a folder of its own. */
export async function openTestPlatform(): Promise<{ platform: Platform; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'routing-'));
  const eventLog = await openEventLog(`embedded:${join(folder, 'log')}`);
  const documentStore = await openDocumentStore(`embedded:${join(folder, 'store')}`);
  const topics = Object.entries(TOPICS);
  await eventLog.ensureTopics(topics.map(([name, { partitions, retention }]) => ({ name, partitions, retention })));
  const telemetry = createTelemetry({ service: 'routing', logLevel: 'silent', traceUrl: null, traceRatio: 0 });
  const platform: Platform = {
    eventLog,
    documentStore,
    policy: fixedPolicy(YUNLAN),
    seal: createSeal({ current: { id: 'k1', key: randomBytes(32) }, previous: [], identity: randomBytes(32) }),
    telemetry,
    now: () => new Date('2026-03-02T02:00:05Z'),
    dataFolder: folder,
    publicUrl: 'http://127.0.0.1',
  };
  return {
    platform,
    async close() {
      await eventLog.close();
      await documentStore.close();
      await telemetry.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A batch as a driver would hand it over. */
export function batchOf<T extends 'petitions.normalized' | 'desk.actions'>(
  topic: T,
  events: readonly (EventOf<T> | string)[],
  firstOffset = 0,
): Batch {
  const records = events.map((event, i): LogRecord => {
    const value = typeof event === 'string' ? Buffer.from(event) : writeEvent(topic, event);
    return { topic, partition: 0, offset: firstOffset + i, key: 'k', value, headers: {}, timestamp: 1_772_416_800_000 };
  });
  const { signal } = new AbortController();
  return { topic, partition: 0, records, signal, progress: async () => undefined };
}

/** Everything on a topic, partition by partition. */
export async function readAll<T extends Topic>(log: EventLog, topic: T): Promise<EventOf<T>[]> {
  const events: EventOf<T>[] = [];
  for (const { partition, first } of await log.bounds(topic)) {
    for await (const { value } of log.read(topic, partition, first)) events.push(readEvent(topic, value));
  }
  return events;
}

/** The first of each id: what a reader that knows ids makes of a log with copies in it. */
export function distinct<T extends { id: string }>(events: readonly T[]): T[] {
  return [...new Map(events.toReversed().map((event) => [event.id, event])).values()];
}

export async function caseEvents({ eventLog }: Platform, matterId: string): Promise<CaseEvent[]> {
  return distinct(await readAll(eventLog, 'cases')).filter(({ data }) => data.case.matterId === matterId);
}

export async function repliesTo({ eventLog }: Platform, petitionIds: ReadonlySet<string>): Promise<ReplyRequested[]> {
  const replies = distinct(await readAll(eventLog, 'replies'));
  return replies
    .filter((event) => event.type === 'reply.requested')
    .filter(({ data }) => petitionIds.has(data.petitionId));
}
