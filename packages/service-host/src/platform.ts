import { access, constants, mkdir } from 'node:fs/promises';
import { openDocumentStore } from '@yihaotong/document-store';
import { openEventLog } from '@yihaotong/event-log';
import { PolicyError, watchPolicy } from '@yihaotong/hotline-policy';
import { createSeal, TOPICS } from '@yihaotong/petition-event';
import { createTelemetry } from '@yihaotong/telemetry';
import { StartError } from './errors.ts';
import { loadKeys } from './keys.ts';
import type { Platform } from './service.ts';
import type { Settings } from './settings.ts';

/** What a process's services stand on, with the way to close it. */
export interface OpenPlatform extends Platform {
  close(): Promise<void>;
}

/** Opens log, store, policy, keys and telemetry as the settings say. Throws StartError with what to do. */
export async function openPlatform(
  name: string,
  settings: Settings,
  given: Pick<Platform, 'publicUrl' | 'now'>,
): Promise<OpenPlatform> {
  await writableFolder(settings.dataFolder);
  const telemetry = createTelemetry({
    service: name,
    logLevel: settings.logLevel,
    traceUrl: settings.tracesUrl,
    traceRatio: settings.tracesRatio,
  });
  const policy = openPolicy(settings.policyFile, (problem) =>
    telemetry.alarm('bad-policy', `the policy file was changed and is refused, the earlier one stays: ${problem}`, {}),
  );
  const seal = createSeal(await loadKeys(settings.keysFolder));
  const eventLog = await attempt('log', settings.eventLogUrl, () => openEventLog(settings.eventLogUrl));
  await attempt('log', settings.eventLogUrl, () =>
    eventLog.ensureTopics(
      Object.entries(TOPICS).map(([topic, { partitions, retention }]) => ({ name: topic, partitions, retention })),
    ),
  );
  const documentStore = await attempt('store', settings.documentStoreUrl, () =>
    openDocumentStore(settings.documentStoreUrl),
  );
  return {
    eventLog,
    documentStore,
    policy,
    seal,
    telemetry,
    now: given.now,
    dataFolder: settings.dataFolder,
    publicUrl: given.publicUrl,
    async close() {
      await eventLog.close();
      await documentStore.close();
      policy.close();
      await telemetry.close();
    },
  };
}

async function writableFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new StartError('data-folder', { path, problem: error instanceof Error ? error.message : '' }, error);
  }
}

function openPolicy(path: string, onProblem: (problem: string) => void) {
  try {
    return watchPolicy(path, (error) => onProblem(error.message));
  } catch (error) {
    if (error instanceof PolicyError) throw new StartError('bad-policy', { path, problem: error.message }, error);
    throw error;
  }
}

async function attempt<T>(code: 'log' | 'store', url: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw new StartError(code, { url, problem: error instanceof Error ? error.message : '' }, error);
  }
}
