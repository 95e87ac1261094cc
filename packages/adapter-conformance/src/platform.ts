import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDocumentStore } from '@yihaotong/document-store';
import { openEventLog } from '@yihaotong/event-log';
import { createSeal, TOPICS } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import type { Telemetry } from '@yihaotong/telemetry';
import { type ControlledLog, controlledLog, type LogWatcher } from './controlled-log.ts';
import { samplePolicy } from './sample-policy.ts';

export interface SuitePlatform extends Platform {
  eventLog: ControlledLog;
  close(): Promise<void>;
}

/** A platform on the embedded drivers in one folder; opening the same folder again finds what was left there. */
export async function openSuitePlatform(
  folder: string,
  telemetry: Telemetry,
  options: LogWatcher & { now?: () => Date } = {},
): Promise<SuitePlatform> {
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder, { recursive: true });
  const log = await openEventLog(`embedded:${join(folder, 'log')}`);
  // Nothing is swept out: no check lives that long.
  await log.ensureTopics(
    Object.entries(TOPICS).map(([name, { partitions }]) => ({ name, partitions, retention: null })),
  );
  const documentStore = await openDocumentStore(`embedded:${join(folder, 'documents')}`);
  return {
    eventLog: controlledLog(log, options),
    documentStore,
    policy: samplePolicy(),
    seal: createSeal({
      current: { id: 'suite', key: new Uint8Array(32).fill(1) },
      previous: [],
      identity: new Uint8Array(32).fill(2),
    }),
    telemetry,
    now: options.now ?? (() => new Date()),
    dataFolder,
    publicUrl: 'http://127.0.0.1',
    async close() {
      await log.close();
      await documentStore.close();
      await telemetry.close();
    },
  };
}
