import { Button, Grid } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CaseAnswer, CaseListAnswer, CaseRow, SummaryAnswer } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { useLiveRows } from '../../api/use-live-rows.ts';
import { usePages } from '../../api/use-pages.ts';
import { startOfDay } from '../../parts/days.ts';
import { Failed } from '../../parts/failed.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useSession } from '../../session.tsx';
import { CaseCards } from './case-cards.tsx';
import { CaseTable } from './case-table.tsx';
import { type BoardFilter, Filters } from './filters.tsx';
import { Tiles } from './tiles.tsx';

const Strip = lazy(async () => ({ default: (await import('./strip.tsx')).Strip }));

/** Milliseconds between two looks at the figures: the desk counts them at most once a second. */
const PACE = 1_000;
const WATCHED = { kind: 'case', idOf: ({ caseId }: CaseRow) => caseId, single: caseRowOf } as const;

/**
 * The live board. What is on the screen changes where it stands; what is new waits behind a bar, so that nothing moves
 * under the eyes of somebody who reads.
 */
export function Board() {
  const { t } = useTranslation();
  const { policy } = useSession();
  const { md, xl } = Grid.useBreakpoint();
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(search);
  const summary = useData('summary', () => get<SummaryAnswer>('/api/desk/summary'));
  const pages = usePages<CaseRow, CaseListAnswer>(`cases ${search}`, (after) =>
    get('/api/desk/cases', { ...listQuery(filter, policy.city.timeZone), after }),
  );
  const { rows, fresh } = useLiveRows(pages, WATCHED);
  const count = usePaced(PACE, summary.reload);
  useLive('summary', count);
  useLive('ready', count);
  const set = (next: BoardFilter) => setSearch(Object.entries(next).filter(([, given]) => given !== ''));
  const List = md ? CaseTable : CaseCards;
  return (
    <>
      <Tiles summary={summary.data} filter={filter} set={set} />
      {xl ? (
        <Suspense fallback={<div className="strip" />}>
          <Strip summary={summary.data} />
        </Suspense>
      ) : null}
      <Filters filter={filter} set={set} />
      {fresh > 0 ? (
        <Button type="primary" ghost block className="notice" onClick={pages.reload}>
          {t('board.newRows', { count: fresh })}
        </Button>
      ) : null}
      {pages.error ? (
        <Failed error={pages.error} reload={pages.reload} />
      ) : (
        <List rows={rows} loading={pages.loading} empty={t(search.size > 0 ? 'board.empty' : 'board.emptyAll')} />
      )}
      <Pager pages={pages} />
    </>
  );
}

async function caseRowOf(caseId: string): Promise<CaseRow | null> {
  const found = await get<CaseAnswer>(`/api/desk/cases/${caseId}`).catch(() => null);
  return found && { ...found.case, lamp: found.lamp, petitions: found.petitions };
}

/** Newest first by opening; by deadline the nearest first. Days are those of the city, the last one included. */
function listQuery({ openedFrom, openedTo, ...filter }: BoardFilter, timeZone: string): Record<string, string> {
  const sort = filter.sort ?? 'openedAt';
  return {
    ...filter,
    ...(openedFrom ? { openedFrom: startOfDay(openedFrom, timeZone) } : {}),
    ...(openedTo ? { openedTo: startOfDay(openedTo, timeZone, 1) } : {}),
    sort,
    order: sort === 'deadline' ? 'ascending' : 'descending',
  };
}
