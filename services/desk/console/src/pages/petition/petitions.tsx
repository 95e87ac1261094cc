import { Button, Input, Select, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { PetitionListAnswer, PetitionRow } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.ts';
import { usePages } from '../../api/use-pages.ts';
import { CHANNELS } from '../../parts/channels.ts';
import { Failed } from '../../parts/failed.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { ClassTag, RelationTag, UrgencyTag } from '../../parts/tags.tsx';
import { useCitizen } from '../../parts/use-citizen.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { When } from '../../parts/when.tsx';
import { useSession } from '../../session.tsx';

/** Everything citizens said, newest first. */
export function Petitions() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(search);
  const pages = usePages<PetitionRow, PetitionListAnswer>(`petitions ${search}`, (after) =>
    get('/api/desk/petitions', { ...filter, after }),
  );
  const [waiting, setWaiting] = useState(0);
  const show = () => {
    setWaiting(0);
    pages.reload();
  };
  useLive('petition', ({ ids, more }) => {
    const shown = new Set(pages.data?.items.map(({ petitionId }) => petitionId));
    if (shown.size === 0) return show();
    const fresh = ids.filter((id) => !shown.has(id)).length;
    setWaiting((before) => before + (more ? Math.max(fresh, 1) : fresh));
  });
  const change = (name: string, value: string) => {
    setWaiting(0);
    setSearch(Object.entries({ ...filter, [name]: value }).filter(([, given]) => given !== ''));
  };
  return (
    <>
      <PageHead title={t('petition.list')} intro={t('petition.intro')} />
      <Filters filter={filter} change={change} clear={() => setSearch({})} />
      {waiting > 0 ? (
        <Button type="primary" ghost block className="notice" onClick={show}>
          {t('board.newRows', { count: waiting })}
        </Button>
      ) : null}
      {pages.error ? (
        <Failed error={pages.error} reload={pages.reload} />
      ) : (
        <PetitionTable
          rows={pages.data?.items ?? []}
          loading={pages.loading}
          empty={t(search.size > 0 ? 'petition.emptyFilter' : 'petition.empty')}
        />
      )}
      <Pager pages={pages} />
    </>
  );
}

function Filters(props: { filter: Record<string, string>; change(name: string, value: string): void; clear(): void }) {
  const { filter, change, clear } = props;
  const { t } = useTranslation();
  const { policy } = useSession();
  const labels = useLabels();
  const pick = (name: string, label: string, options: { value: string; label: string }[]) => (
    <Select
      mode="multiple"
      maxTagCount={1}
      allowClear
      aria-label={label}
      placeholder={label}
      options={options}
      value={filter[name]?.split(',').filter(Boolean) ?? []}
      onChange={(values: string[]) => change(name, values.join(','))}
    />
  );
  return (
    <div className="filters">
      <Input.Search
        key={filter.q ?? ''}
        defaultValue={filter.q ?? ''}
        placeholder={t('petition.search')}
        aria-label={t('common.search')}
        allowClear
        onSearch={(text) => change('q', text.trim())}
        className="filter-search"
      />
      {pick(
        'channel',
        t('board.channel'),
        CHANNELS.map((id) => ({ value: id, label: labels.channel(id) })),
      )}
      {pick(
        'class',
        t('board.class'),
        policy.classes.map(({ id }) => ({ value: id, label: labels.class(id) })),
      )}
      {pick(
        'relation',
        t('petition.relationLabel'),
        ['new', 'repeat', 'same-matter'].map((id) => ({ value: id, label: t(`relation.${id}`) })),
      )}
      <Select
        aria-label={t('petition.invalid')}
        value={filter.invalid ?? ''}
        onChange={(value: string) => change('invalid', value)}
        options={[
          { value: '', label: t('petition.validAndInvalid') },
          { value: 'false', label: t('petition.validOnly') },
          { value: 'true', label: t('petition.invalidOnly') },
        ]}
      />
      {filter.matter ? (
        <Tag closable color="purple" className="filter-tag" onClose={() => change('matter', '')}>
          {t('petition.ofMatter')}
        </Tag>
      ) : null}
      {Object.keys(filter).length > 0 ? (
        <Button type="link" onClick={clear}>
          {t('board.clear')}
        </Button>
      ) : null}
    </div>
  );
}

function PetitionTable({ rows, loading, empty }: { rows: PetitionRow[]; loading: boolean; empty: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const citizen = useCitizen();
  const navigate = useNavigate();
  const columns: TableColumnsType<PetitionRow> = [
    { title: t('petition.received'), key: 'received', width: 160, render: (_, row) => <When at={row.receivedAt} /> },
    { title: t('board.channel'), key: 'channel', width: 100, render: (_, row) => labels.channel(row.channel) },
    {
      title: t('petition.text'),
      key: 'text',
      render: (_, row) => (
        <>
          <Link className="row-title" to={`/petitions/${row.petitionId}`} onClick={(event) => event.stopPropagation()}>
            {row.title}
          </Link>{' '}
          <UrgencyTag urgency={row.urgency} />
          {row.invalid ? <Tag>{t('petition.invalid')}</Tag> : null}
          {row.unsure && !row.invalid ? <Tag color="purple">{t('board.unsure')}</Tag> : null}
          <div className="row-summary">{row.text}</div>
        </>
      ),
    },
    {
      title: t('board.class'),
      key: 'class',
      width: 130,
      render: (_, row) => <ClassTag of={row.class} subtype={row.subtype} />,
    },
    { title: t('board.topic'), key: 'topic', width: 190, render: (_, row) => labels.topic(row.topic) },
    {
      title: t('petition.relationLabel'),
      key: 'relation',
      width: 100,
      render: (_, row) => <RelationTag relation={row.relation} />,
    },
    { title: t('petition.citizen'), key: 'citizen', width: 170, render: (_, row) => citizen(row.citizen) },
    {
      title: t('petition.code'),
      key: 'code',
      width: 130,
      render: (_, row) => <code>{row.queryCode}</code>,
    },
  ];
  return (
    <Table
      className="clickable-rows"
      rowKey="petitionId"
      size="small"
      columns={columns}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: 1150 }}
      locale={{ emptyText: loading ? ' ' : empty }}
      onRow={(row) => ({ onClick: () => void navigate(`/petitions/${row.petitionId}`) })}
    />
  );
}
