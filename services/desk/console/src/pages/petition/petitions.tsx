import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { PetitionListAnswer, PetitionRow } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLiveRows } from '../../api/use-live-rows.ts';
import { usePages } from '../../api/use-pages.ts';
import { Failed } from '../../parts/failed.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { PetitionFilters } from './petition-filters.tsx';
import { PetitionTable } from './petition-table.tsx';

const WATCHED = { kind: 'petition', idOf: ({ petitionId }: PetitionRow) => petitionId } as const;

/** Everything citizens said, newest first. */
export function Petitions() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(search);
  const pages = usePages<PetitionRow, PetitionListAnswer>(`petitions ${search}`, (after) =>
    get('/api/desk/petitions', { ...filter, after }),
  );
  const { rows, fresh } = useLiveRows(pages, WATCHED);
  const change = (name: string, value: string) => {
    setSearch(Object.entries({ ...filter, [name]: value }).filter(([, given]) => given !== ''));
  };
  return (
    <>
      <PageHead title={t('petition.list')} intro={t('petition.intro')} />
      <PetitionFilters filter={filter} change={change} clear={() => setSearch({})} />
      {fresh > 0 ? (
        <Button type="primary" ghost block className="notice" onClick={pages.reload}>
          {t('board.newRows', { count: fresh })}
        </Button>
      ) : null}
      {pages.error ? (
        <Failed error={pages.error} reload={pages.reload} />
      ) : (
        <PetitionTable
          rows={rows}
          loading={pages.loading}
          empty={t(search.size > 0 ? 'petition.emptyFilter' : 'petition.empty')}
        />
      )}
      <Pager pages={pages} />
    </>
  );
}
