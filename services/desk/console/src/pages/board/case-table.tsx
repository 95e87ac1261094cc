import { Table, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { CaseRow } from '../../../../src/api/schema.ts';
import { Lamp } from '../../parts/lamp.tsx';
import { ClassTag, UrgencyTag } from '../../parts/tags.tsx';
import { useLabels } from '../../parts/use-labels.ts';
import { useNow } from '../../parts/use-now.ts';
import { Countdown, When } from '../../parts/when.tsx';

export function CaseTable({ rows, loading, empty }: { rows: CaseRow[]; loading: boolean; empty: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const navigate = useNavigate();
  const now = useNow();
  const columns: TableColumnsType<CaseRow> = [
    { title: t('board.lamp'), key: 'lamp', width: 100, render: (_, row) => <Lamp lamp={row.lamp} /> },
    {
      title: t('board.deadline'),
      key: 'deadline',
      width: 140,
      render: (_, row) => <Countdown deadline={row.deadline} closedAt={row.closedAt} now={now} />,
    },
    {
      title: t('board.matter'),
      key: 'matter',
      render: (_, row) => (
        <>
          <Link className="row-title" to={`/cases/${row.caseId}`} onClick={(event) => event.stopPropagation()}>
            {row.title}
          </Link>{' '}
          <UrgencyTag urgency={row.urgency} />
          {row.unsure ? <Tag color="purple">{t('board.unsure')}</Tag> : null}
          <div className="row-summary">{row.summary}</div>
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
    { title: t('board.unit'), key: 'unit', width: 170, render: (_, row) => row.unit.name },
    { title: t('board.district'), key: 'district', width: 90, render: (_, row) => row.place.district ?? '—' },
    { title: t('board.petitions'), key: 'petitions', width: 70, align: 'right', render: (_, row) => row.petitions },
    { title: t('board.opened'), key: 'opened', width: 160, render: (_, row) => <When at={row.openedAt} /> },
  ];
  return (
    <Table
      className="clickable-rows"
      rowKey="caseId"
      size="small"
      columns={columns}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: 1150 }}
      locale={{ emptyText: loading ? ' ' : empty }}
      onRow={(row) => ({ onClick: () => void navigate(`/cases/${row.caseId}`) })}
    />
  );
}
