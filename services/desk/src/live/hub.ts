import type { LiveKind } from '../api/schema.ts';

/** Something changed, and it is written. */
export interface Change {
  kind: LiveKind;
  /** Null: not to be named, fetch the list. */
  id: string | null;
  /** Which unit may hear of it: one, any (without the id), or none (null). */
  unitId: string | null;
}

export type Listener = (changes: readonly Change[]) => void;

/** Hands changes to the open consoles of this process. */
export interface Hub {
  publish(changes: readonly Change[]): void;
  /** Returns how to stop listening. */
  listen(listener: Listener): () => void;
  readonly listeners: number;
}

/** The `unitId` of changes that every unit may hear of. */
export const ANY_UNIT = 'any';

export function createHub(): Hub {
  const listeners = new Set<Listener>();
  return {
    publish(changes) {
      if (changes.length === 0) return;
      for (const listener of listeners) listener(changes);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get listeners() {
      return listeners.size;
    },
  };
}
