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

/** Opens log, store, policy, keys and telemetry as the settings say. Throws StartError with what to do; then nothing stays open. */
export async function openPlatform(
  name: string,
  settings: Settings,
  given: Pick<Platform, 'publicUrl' | 'now'>,
): Promise<OpenPlatform> {
  await writableFolder(settings.dataFolder);
  // Closed from the last opened to the first: the log before the store, since its consumers write there to the end.
  const open = new AsyncDisposableStack();
  try {
    const telemetry = createTelemetry({
      service: name,
      logLevel: settings.logLevel,
      traceUrl: settings.tracesUrl,
      traceRatio: settings.tracesRatio,
    });
    open.defer(() => telemetry.close());
    const policy = openPolicy(settings.policyFile, (problem) =>
      telemetry.alarm(
        'bad-policy',
        `the policy file was changed and is refused, the earlier one stays: ${problem}`,
        {},
      ),
    );
    open.defer(() => policy.close());
    const seal = createSeal(await loadKeys(settings.keysFolder));
    const documentStore = await attempt('store', settings.documentStoreUrl, () =>
      openDocumentStore(settings.documentStoreUrl),
    );
    open.defer(() => documentStore.close());
    const eventLog = await attempt('log', settings.eventLogUrl, () => openEventLog(settings.eventLogUrl));
    open.defer(() => eventLog.close());
    await attempt('log', settings.eventLogUrl, () =>
      eventLog.ensureTopics(
        Object.entries(TOPICS).map(([topic, { partitions, retention }]) => ({ name: topic, partitions, retention })),
      ),
    );
    const { dataFolder } = settings;
    const close = () => open.disposeAsync();
    return { eventLog, documentStore, policy, seal, telemetry, ...given, dataFolder, close };
  } catch (error) {
    await open.disposeAsync();
    throw error;
  }
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
    const problem = error instanceof Error ? error.message : '';
    throw new StartError(code, { url: withoutPassword(url), problem: withoutPassword(problem) }, error);
  }
}

/** An address as it may be shown: without user and password. */
function withoutPassword(text: string): string {
  return text.replaceAll(/:\/\/[^\s/]*@/g, '://***@');
}
