import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { CaseRow } from '../../../../src/api/schema.ts';
import { Lamp } from '../../parts/lamp.tsx';
import { lampNow } from '../../parts/lamp-now.ts';
import { ClassTag } from '../../parts/tags.tsx';
import { useLabels } from '../../parts/use-labels.ts';
import { useNow } from '../../parts/use-now.ts';
import { Countdown, When } from '../../parts/when.tsx';
import { CaseTitle } from './case-title.tsx';

export interface CaseListProps {
  rows: CaseRow[];
  loading: boolean;
  /** Said when there is no row. */
  empty: string;
}

/** The board's rows, two lines each. */
export function CaseTable({ rows, loading, empty }: CaseListProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const navigate = useNavigate();
  const now = useNow();
  const columns: TableColumnsType<CaseRow> = [
    {
      title: t('board.lamp'),
      key: 'lamp',
      width: 140,
      render: (_, row) => (
        <>
          <Lamp lamp={lampNow(row, now)} />
          <div className="second-line">
            <Countdown deadline={row.deadline} closedAt={row.closedAt} now={now} />
          </div>
        </>
      ),
    },
    { title: t('board.matter'), key: 'matter', render: (_, row) => <CaseTitle row={row} /> },
    {
      title: t('board.class'),
      key: 'class',
      width: 126,
      render: (_, row) => <ClassTag of={row.class} subtype={row.subtype} />,
    },
    {
      title: t('board.topic'),
      key: 'topic',
      width: 190,
      render: (_, row) => (
        <>
          <div className="one-line" title={labels.topic(row.topic)}>
            {labels.topic(row.topic)}
          </div>
          <div className="second-line">{row.place.district ?? '—'}</div>
        </>
      ),
    },
    {
      title: t('board.unit'),
      key: 'unit',
      width: 176,
      render: (_, row) => (
        <div className="one-line" title={row.unit.name}>
          {row.unit.name}
        </div>
      ),
    },
    { title: t('board.petitions'), key: 'petitions', width: 94, align: 'right', render: (_, row) => row.petitions },
    {
      title: t('board.opened'),
      key: 'opened',
      width: 172,
      render: (_, row) => (
        <>
          <When at={row.openedAt} />
          <div className="second-line">{labels.channel(row.channel)}</div>
        </>
      ),
    },
  ];
  return (
    <Table
      className="clickable-rows"
      rowKey="caseId"
      size="small"
      tableLayout="fixed"
      columns={columns}
      dataSource={rows}
      loading={loading}
      pagination={false}
      scroll={{ x: 1120 }}
      locale={{ emptyText: loading ? ' ' : empty }}
      onRow={(row) => ({ onClick: () => void navigate(`/cases/${row.caseId}`) })}
    />
  );
}
