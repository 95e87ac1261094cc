import { Grid, Table, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { PetitionRow } from '../../../../src/api/schema.ts';
import { ClassTag, RelationTag, UrgencyTag } from '../../parts/tags.tsx';
import { useCitizen } from '../../parts/use-citizen.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { When } from '../../parts/when.tsx';

/** Petitions in a list; on a phone the one column that says what was said. */
export function PetitionTable({ rows, loading, empty }: { rows: PetitionRow[]; loading: boolean; empty: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const citizen = useCitizen();
  const navigate = useNavigate();
  const { md } = Grid.useBreakpoint();
  const columns: TableColumnsType<PetitionRow> = [
    { title: t('petition.received'), key: 'received', width: 172, render: (_, row) => <When at={row.receivedAt} /> },
    { title: t('board.channel'), key: 'channel', width: 100, render: (_, row) => labels.channel(row.channel) },
    { title: t('petition.text'), key: 'text', render: (_, row) => <Said row={row} /> },
    {
      title: t('board.class'),
      key: 'class',
      width: 126,
      render: (_, row) => <ClassTag of={row.class} subtype={row.subtype} />,
    },
    {
      title: t('board.topic'),
      key: 'topic',
      width: 180,
      render: (_, row) => (
        <div className="one-line" title={labels.topic(row.topic)}>
          {labels.topic(row.topic)}
        </div>
      ),
    },
    {
      title: t('petition.relationLabel'),
      key: 'relation',
      width: 100,
      render: (_, row) => <RelationTag relation={row.relation} />,
    },
    { title: t('petition.citizen'), key: 'citizen', width: 150, render: (_, row) => citizen(row.citizen) },
    { title: t('petition.code'), key: 'code', width: 120, render: (_, row) => <code>{row.queryCode}</code> },
  ];
  return (
    <Table
      className="clickable-rows"
      rowKey="petitionId"
      size="small"
      tableLayout="fixed"
      columns={md ? columns : columns.filter(({ key }) => key === 'text')}
      dataSource={rows}
      loading={loading}
      pagination={false}
      {...(md ? { scroll: { x: 1150 } } : {})}
      locale={{ emptyText: loading ? ' ' : empty }}
      onRow={(row) => ({ onClick: () => void navigate(`/petitions/${row.petitionId}`) })}
    />
  );
}

function Said({ row }: { row: PetitionRow }) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <>
      <div className="title-line">
        <Link
          className="row-title one-line"
          title={row.title}
          to={`/petitions/${row.petitionId}`}
          onClick={(event) => event.stopPropagation()}
        >
          {row.title}
        </Link>
        <UrgencyTag urgency={row.urgency} />
        {row.invalid ? <Tag>{t('petition.invalid')}</Tag> : null}
        {row.unsure && !row.invalid ? <Tag color="purple">{t('board.unsure')}</Tag> : null}
      </div>
      <div className="second-line one-line">{row.text}</div>
      <div className="second-line phone-only">
        {labels.channel(row.channel)} · {t(`relation.${row.relation}`)} · <When at={row.receivedAt} />
      </div>
    </>
  );
}
