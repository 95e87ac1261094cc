import type { Body, Collection, DocumentStore } from '@yihaotong/document-store';
import type { NewRecord } from '@yihaotong/event-log';
import { changedLog } from '@yihaotong/event-log/testing';
import type { Platform } from '@yihaotong/service-host';

/** Stands for a crash: nothing after it happens in this run. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * A platform whose process dies at its n-th write, before the write or after it. `reached` tells whether it came so far.
 */
export function dyingAt(
  platform: Platform,
  n: number,
  when: 'before' | 'after',
): { platform: Platform; reached(): boolean } {
  let writes = 0;
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = writes++;
    if (mine > n || (mine === n && when === 'before')) throw new Crash();
    const result = await work();
    if (mine === n) throw new Crash();
    return result;
  };
  const { eventLog } = platform;
  return {
    reached: () => writes > n,
    platform: {
      ...platform,
      eventLog: changedLog(eventLog, {
        append: (topic: string, records: readonly NewRecord[]) => write(() => eventLog.append(topic, records)),
      }),
      documentStore: storeWith(platform.documentStore, write),
    },
  };
}

function storeWith(store: DocumentStore, write: <T>(work: () => Promise<T>) => Promise<T>): DocumentStore {
  return {
    async collection<T extends Body>(spec: Parameters<DocumentStore['collection']>[0]): Promise<Collection<T>> {
      const inner = await store.collection<T>(spec);
      return {
        get: (id) => inner.get(id),
        getMany: (ids) => inner.getMany(ids),
        put: (id, body, expected) => write(() => inner.put(id, body, expected)),
        project: (documents) => write(() => inner.project(documents)),
        delete: (id, expected) => write(() => inner.delete(id, expected)),
        find: (options) => inner.find(options),
        count: (options) => inner.count(options),
      };
    },
    close: () => store.close(),
  };
}
