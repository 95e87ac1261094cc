import { join } from 'node:path';
import { openDocumentStore } from '@yihaotong/document-store';
import { openEventLog } from '@yihaotong/event-log';
import { createSeal, type EventOf, readEvent, TOPICS, type Topic } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { type BreakableLog, breakable } from './breakable-log.ts';
import { shippedPolicy } from './policy.ts';
import { type CapturedTelemetry, captureTelemetry } from './telemetry.ts';

export interface TestPlatform extends Platform {
  eventLog: BreakableLog;
  telemetry: CapturedTelemetry;
  /** Every event of a topic so far, by partition and offset. */
  events<T extends Topic>(topic: T): Promise<EventOf<T>[]>;
  close(): Promise<void>;
}

export interface TestPlatformOptions {
  /** Everything is written below it; a second platform on the same folder goes on where the first one stopped. */
  folder: string;
  now?: () => Date;
}

/** A platform on the embedded drivers, with fixed keys and telemetry that can be read. */
export async function testPlatform({ folder, now = () => new Date() }: TestPlatformOptions): Promise<TestPlatform> {
  const eventLog = breakable(await openEventLog(`embedded:${join(folder, 'log')}`));
  await eventLog.ensureTopics(
    // A test keeps everything: the sweep after the start would only take time.
    Object.entries(TOPICS).map(([name, { partitions }]) => ({ name, partitions, retention: null })),
  );
  const documentStore = await openDocumentStore(`embedded:${join(folder, 'documents')}`);
  const policy = shippedPolicy();
  return {
    eventLog,
    documentStore,
    policy,
    seal: createSeal({ current: { id: 'test', key: fixedKey(1) }, previous: [], identity: fixedKey(2) }),
    telemetry: captureTelemetry(),
    now,
    dataFolder: folder,
    publicUrl: 'http://127.0.0.1',
    async events<T extends Topic>(topic: T) {
      const events: EventOf<T>[] = [];
      for (const { partition, first } of await eventLog.bounds(topic)) {
        for await (const record of eventLog.read(topic, partition, first)) events.push(readEvent(topic, record.value));
      }
      return events;
    },
    async close() {
      await eventLog.close();
      await documentStore.close();
      policy.close();
    },
  };
}

const fixedKey = (byte: number) => new Uint8Array(32).fill(byte);
