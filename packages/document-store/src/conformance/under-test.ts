import type { Body, Collection, DocumentStore } from '../port.ts';

/** What a store does not promise, for reasons of the server behind it. */
export interface Traits {
  /**
   * Whether two processes may write one document at once. False for servers whose updates are not atomic: then contention
   * is tested within one process only.
   */
  atomicAcrossProcesses: boolean;
  /** False: its documents are gone when it is killed, and there is no kill test. */
  keepsOnDisk: boolean;
}

/** What a driver brings to its conformance tests. */
export interface StoreUnderTest {
  /** Opens it once more, on the same documents, as another process would. */
  open(): Promise<DocumentStore>;
  /** Makes it unreachable for writers; resolves to what brings it back. */
  takeAway(): Promise<() => Promise<void>>;
  /**
   * Puts documents with bodies `{ n }` into `collection` from several writers at once, kills with SIGKILL whatever keeps
   * them while that goes on, and brings it back. Resolves to the ids of the puts that had resolved.
   */
  killWhileWriting(collection: string): Promise<readonly string[]>;
  /** Closes and removes everything. */
  stop(): Promise<void>;
}

/** What the tests stand on. */
export interface Bench {
  traits: Traits;
  underTest(): StoreUnderTest;
  /** Another store, closed after the tests. */
  open(): Promise<DocumentStore>;
  /** A collection that no other test uses. */
  collection<T extends Body>(indexes?: readonly (readonly string[])[], store?: DocumentStore): Promise<Collection<T>>;
}

/** Puts new documents with the ids `0`, `1`, … in six digits, so that they sort as they were given. */
export async function putAll<T extends Body>(collection: Collection<T>, bodies: readonly T[]): Promise<string[]> {
  const ids = bodies.map((_, n) => String(n).padStart(6, '0'));
  await collection.project(bodies.map((body, n) => ({ id: ids[n] ?? '', version: 1, body })));
  return ids;
}
