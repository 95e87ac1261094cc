import { useState } from 'react';
import { type Loaded, useData } from './use-data.ts';

interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Pages<P> extends Loaded<P> {
  /** Counted from 1. */
  number: number;
  goBack: (() => void) | null;
  goOn: (() => void) | null;
  /** Asks for this page again without showing it. */
  ask(): Promise<P>;
}

/** A list in pages by cursor; a new `key` (other filters) begins at the first page. */
export function usePages<T, P extends Page<T>>(key: string, load: (after: string | undefined) => Promise<P>): Pages<P> {
  const [trail, setTrail] = useState<{ key: string; cursors: string[] }>({ key, cursors: [] });
  const cursors = trail.key === key ? trail.cursors : [];
  const after = cursors.at(-1);
  const loaded = useData(`${key} ${after ?? ''}`, () => load(after));
  const next = loaded.data?.next;
  return {
    ...loaded,
    number: cursors.length + 1,
    goBack: cursors.length > 0 ? () => setTrail({ key, cursors: cursors.slice(0, -1) }) : null,
    goOn: next ? () => setTrail({ key, cursors: [...cursors, next] }) : null,
    ask: () => load(after),
  };
}
