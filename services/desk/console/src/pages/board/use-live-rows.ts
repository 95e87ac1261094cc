import { useEffect, useRef, useState } from 'react';
import type { CaseAnswer, CaseListAnswer, CaseRow } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.ts';
import type { Pages } from '../../api/use-pages.ts';

/** Milliseconds between two looks, however much happens. */
const PACE = 1_000;
/** Rows that fell out of the page and are asked for one by one. */
const MOST_SINGLE = 10;

interface Seen {
  data: CaseListAnswer;
  rows: ReadonlyMap<string, CaseRow>;
  fresh: number;
}

/**
 * The rows of a page as they are now, each where it stood; `fresh` counts those that would be here if the page were
 * fetched anew.
 */
export function useLiveRows(pages: Pages<CaseListAnswer>): { rows: CaseRow[]; fresh: number } {
  const [seen, setSeen] = useState<Seen | null>(null);
  const current = useRef(pages);
  current.current = pages;
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const look = async () => {
    timer.current = undefined;
    const { data, ask, reload } = current.current;
    const ids = changed.current;
    changed.current = new Set();
    if (!data || data.items.length === 0) return reload();
    const now = await lookAgain(data, ask, ids).catch(() => null);
    if (now && current.current.data === data) setSeen((before) => merged(before, now));
  };
  const lookSoon = () => {
    timer.current ??= setTimeout(() => void look(), PACE);
  };
  useLive('case', ({ ids }) => {
    for (const id of ids) changed.current.add(id);
    lookSoon();
  });
  useLive('ready', lookSoon);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  const items = pages.data?.items ?? [];
  if (!seen || seen.data !== pages.data) return { rows: items, fresh: 0 };
  return { rows: items.map((row) => seen.rows.get(row.caseId) ?? row), fresh: seen.fresh };
}

async function lookAgain(data: CaseListAnswer, ask: () => Promise<CaseListAnswer>, ids: Set<string>): Promise<Seen> {
  const { items } = await ask();
  const rows = new Map(items.map((row) => [row.caseId, row]));
  const shown = new Set(data.items.map(({ caseId }) => caseId));
  const missing = [...ids].filter((id) => shown.has(id) && !rows.has(id)).slice(0, MOST_SINGLE);
  for (const row of await Promise.all(missing.map(single))) if (row) rows.set(row.caseId, row);
  return { data, rows, fresh: items.filter(({ caseId }) => !shown.has(caseId)).length };
}

/** A case that no longer fits the filter stays, as it is now, until the reader fetches the page anew. */
async function single(caseId: string): Promise<CaseRow | null> {
  const found = await get<CaseAnswer>(`/api/desk/cases/${caseId}`).catch(() => null);
  return found && { ...found.case, lamp: found.lamp, petitions: found.petitions };
}

function merged(before: Seen | null, now: Seen): Seen {
  return before?.data === now.data ? { ...now, rows: new Map([...before.rows, ...now.rows]) } : now;
}
