import { useRef, useState } from 'react';
import type { LiveKind } from '../../../src/api/schema.ts';
import { useLive, usePaced } from './live.ts';
import type { Pages } from './use-pages.ts';

/** Milliseconds between two looks, however much happens. */
const PACE = 1_000;
/** Rows that fell out of the page and are asked for one by one. */
const MOST_SINGLE = 10;

interface Answer<T> {
  items: T[];
  next: string | null;
}
interface Seen<T> {
  data: Answer<T>;
  rows: ReadonlyMap<string, T>;
  fresh: number;
}
interface Watched<T> {
  kind: LiveKind;
  idOf(row: T): string;
  /** Fetches one row that no longer is on the page: it stays, as it is now, until the reader fetches the page anew. */
  single?(id: string): Promise<T | null>;
}

/**
 * The rows of a page as they are now, each where it stood, so that nothing moves under the eyes of somebody who reads;
 * `fresh` counts those that would be here if the page were fetched anew.
 */
export function useLiveRows<T>(pages: Pages<Answer<T>>, watched: Watched<T>): { rows: T[]; fresh: number } {
  const [seen, setSeen] = useState<Seen<T> | null>(null);
  const current = useRef(pages);
  current.current = pages;
  const changed = useRef(new Set<string>());
  const look = usePaced(PACE, async () => {
    const { data, ask, reload } = current.current;
    const ids = changed.current;
    changed.current = new Set();
    if (!data || data.items.length === 0) return reload();
    const now = await lookAgain(data, ask, ids, watched).catch(() => null);
    if (now && current.current.data === data) setSeen((before) => merged(before, now));
  });
  useLive(watched.kind, ({ ids }) => {
    for (const id of ids) changed.current.add(id);
    look();
  });
  useLive('ready', look);
  const items = pages.data?.items ?? [];
  if (!seen || seen.data !== pages.data) return { rows: items, fresh: 0 };
  return { rows: items.map((row) => seen.rows.get(watched.idOf(row)) ?? row), fresh: seen.fresh };
}

async function lookAgain<T>(
  data: Answer<T>,
  ask: () => Promise<Answer<T>>,
  ids: ReadonlySet<string>,
  { idOf, single }: Watched<T>,
): Promise<Seen<T>> {
  const { items } = await ask();
  const rows = new Map(items.map((row) => [idOf(row), row]));
  const shown = new Set(data.items.map(idOf));
  const missing = single ? [...ids].filter((id) => shown.has(id) && !rows.has(id)).slice(0, MOST_SINGLE) : [];
  for (const row of await Promise.all(missing.map((id) => single?.(id)))) if (row) rows.set(idOf(row), row);
  return { data, rows, fresh: items.filter((row) => !shown.has(idOf(row))).length };
}

function merged<T>(before: Seen<T> | null, now: Seen<T>): Seen<T> {
  return before?.data === now.data ? { ...now, rows: new Map([...before.rows, ...now.rows]) } : now;
}
