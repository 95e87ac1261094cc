import { Button, Input, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { AuditAnswer, AuditRow } from '../../../src/api/schema.ts';
import { get } from '../api/client.ts';
import { usePages } from '../api/use-pages.ts';
import { Failed } from '../parts/failed.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { When } from '../parts/when.tsx';

/** Who looked at what and did what, newest first. */
export function Audit() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const who = search.get('who') ?? '';
  const target = search.get('target') ?? '';
  const pages = usePages<AuditRow, AuditAnswer>(`audit ${search}`, (after) =>
    get('/api/desk/audit', { who, target, after }),
  );
  const change = (given: { who: string; target: string }) =>
    setSearch(Object.entries(given).filter(([, value]) => value !== ''));
  const columns: TableColumnsType<AuditRow> = [
    { title: t('audit.at'), key: 'at', width: 160, render: (_, row) => <When at={row.at} /> },
    {
      title: t('audit.who'),
      key: 'who',
      width: 190,
      render: (_, row) => (
        <>
          {row.who || '—'} <span className="quiet">{row.role ? t(`role.${row.role}`) : ''}</span>
        </>
      ),
    },
    {
      title: t('audit.action'),
      key: 'action',
      width: 150,
      render: (_, row) => t(`audit.actions.${row.action}`, { defaultValue: row.action }),
    },
    { title: t('audit.target'), key: 'target', render: (_, row) => <Target row={row} /> },
    { title: t('common.reason'), key: 'reason', render: (_, row) => row.reason ?? '' },
  ];
  return (
    <>
      <PageHead title={t('audit.title')} intro={t('audit.intro')} />
      <div className="filters">
        <Input.Search
          key={`who ${who}`}
          defaultValue={who}
          placeholder={t('audit.who')}
          aria-label={t('audit.who')}
          allowClear
          className="filter-search"
          onSearch={(text) => change({ who: text.trim(), target })}
        />
        <Input.Search
          key={`target ${target}`}
          defaultValue={target}
          placeholder={t('audit.target')}
          aria-label={t('audit.target')}
          allowClear
          className="filter-search"
          onSearch={(text) => change({ who, target: text.trim() })}
        />
        {who || target ? (
          <Button type="link" onClick={() => setSearch({})}>
            {t('board.clear')}
          </Button>
        ) : null}
      </div>
      {pages.error ? (
        <Failed error={pages.error} reload={pages.reload} />
      ) : (
        <Table
          rowKey={(row) => `${row.at} ${row.who} ${row.action} ${row.target}`}
          size="small"
          columns={columns}
          dataSource={pages.data?.items ?? []}
          loading={pages.loading}
          pagination={false}
          scroll={{ x: 860 }}
          locale={{ emptyText: pages.loading ? ' ' : t('audit.empty') }}
        />
      )}
      <Pager pages={pages} />
    </>
  );
}

/** Cases and petitions have pages of their own. */
function Target({ row: { action, target } }: { row: AuditRow }) {
  if (action.startsWith('case.')) return <Link to={`/cases/${target}`}>{target}</Link>;
  if (action.startsWith('petition.')) return <Link to={`/petitions/${target}`}>{target}</Link>;
  if (action.startsWith('attachment.')) return <Link to={`/petitions/${target.split('/')[0]}`}>{target}</Link>;
  return <>{target}</>;
}
