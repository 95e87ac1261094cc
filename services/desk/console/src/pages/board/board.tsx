import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CaseListAnswer, CaseRow, SummaryAnswer } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { usePages } from '../../api/use-pages.ts';
import { Failed } from '../../parts/failed.tsx';
import { Pager } from '../../parts/pager.tsx';
import { CaseTable } from './case-table.tsx';
import { Filters } from './filters.tsx';
import { Tiles } from './tiles.tsx';

/**
 * The live board. What is on the screen changes where it stands; what is new waits behind a bar, so that nothing moves
 * under the eyes of somebody who reads.
 */
export function Board() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(search);
  const key = `cases ${search}`;
  const summary = useData('summary', () => get<SummaryAnswer>('/api/desk/summary'));
  const pages = usePages<CaseRow, CaseListAnswer>(key, (after) =>
    get('/api/desk/cases', { ...listQuery(filter), after }),
  );
  const [waiting, setWaiting] = useState(0);
  const shown = new Set(pages.data?.items.map(({ caseId }) => caseId));

  const fetchNew = () => {
    setWaiting(0);
    pages.reload();
  };
  useLive('case', ({ ids, more }) => {
    const onScreen = ids.some((id) => shown.has(id));
    if (onScreen || shown.size === 0) fetchNew();
    else setWaiting((before) => before + (more ? Math.max(ids.length, 1) : ids.length));
  });
  useLive('summary', summary.reload);
  useLive('ready', () => {
    summary.reload();
    fetchNew();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other filters or another page show what is there now
  useEffect(() => setWaiting(0), [key, pages.number]);

  const change = (name: string, value: string) => {
    if (name === '') return setSearch({});
    setSearch(Object.entries({ ...filter, [name]: value }).filter(([, given]) => given !== ''));
  };
  return (
    <>
      <Tiles summary={summary.data} filter={filter} change={change} />
      <Filters filter={filter} change={change} />
      {waiting > 0 ? (
        <Button type="primary" ghost block style={{ marginBottom: 8 }} onClick={fetchNew}>
          {t('board.newRows', { count: waiting })}
        </Button>
      ) : null}
      {pages.error ? (
        <Failed error={pages.error} reload={pages.reload} />
      ) : (
        <CaseTable
          rows={pages.data?.items ?? []}
          loading={pages.loading}
          empty={search.size > 0 ? t('board.empty') : t('board.emptyAll')}
        />
      )}
      <Pager pages={pages} />
    </>
  );
}

/** Newest first by opening; by deadline the nearest first. */
function listQuery(filter: Record<string, string>): Record<string, string> {
  const sort = filter.sort ?? 'openedAt';
  return { ...filter, sort, order: sort === 'deadline' ? 'ascending' : 'descending' };
}
