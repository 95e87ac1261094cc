import { Button, Grid, Space, Table, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { QuarantineRow } from '../../../../src/api/schema.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { useMoment, When } from '../../parts/when.tsx';

const STATE_COLOURS: Record<QuarantineRow['state'], string> = {
  open: 'warning',
  replayed: 'processing',
  recovered: 'success',
};

export interface Actions {
  busy: boolean;
  open(row: QuarantineRow): void;
  replay(row: QuarantineRow): void;
}

/** What waits, and why. */
export function Entries(props: { rows: QuarantineRow[]; loading: boolean; empty: string; actions: Actions | null }) {
  const { rows, loading, empty, actions } = props;
  const { t } = useTranslation();
  const labels = useLabels();
  const format = useMoment();
  const { md } = Grid.useBreakpoint();
  const columns: TableColumnsType<QuarantineRow> = [
    { title: t('quarantine.at'), key: 'at', width: 172, render: (_, row) => <When at={row.at} /> },
    {
      title: t('quarantine.stateLabel'),
      key: 'state',
      width: 100,
      render: (_, row) => <Tag color={STATE_COLOURS[row.state]}>{t(`quarantine.state.${row.state}`)}</Tag>,
    },
    { title: t('board.channel'), key: 'channel', width: 100, render: (_, row) => labels.channel(row.channel) },
    {
      title: t('quarantine.stageLabel'),
      key: 'stage',
      width: 90,
      render: (_, row) => t(`quarantine.stage.${row.stage}`),
    },
    {
      title: t('quarantine.reason'),
      key: 'reason',
      render: (_, row) => (
        <>
          <code>{row.code}</code>
          <div className="wrap-anywhere">{row.message}</div>
          {row.state === 'open' && row.replayedAt ? (
            <div className="bad">{t('quarantine.again', { time: format(row.replayedAt) })}</div>
          ) : null}
          <div className="second-line phone-only">
            {labels.channel(row.channel)} · <When at={row.at} />
          </div>
          {row.petitionIds.map((id) => (
            <Link key={id} to={`/petitions/${id}`}>
              {t('case.seePetition')}{' '}
            </Link>
          ))}
        </>
      ),
    },
  ];
  if (actions) {
    columns.push({
      key: 'actions',
      width: md ? 190 : 110,
      render: (_, row) => (
        <Space wrap>
          <Button size="small" onClick={() => actions.open(row)}>
            {t('quarantine.raw')}
          </Button>
          {row.state === 'open' ? (
            <Button size="small" type="primary" ghost disabled={actions.busy} onClick={() => actions.replay(row)}>
              {t('quarantine.replay')}
            </Button>
          ) : null}
        </Space>
      ),
    });
  }
  return (
    <Table
      rowKey="quarantineId"
      size="small"
      columns={md ? columns : columns.filter(({ key }) => key === 'reason' || key === 'actions')}
      dataSource={rows}
      loading={loading}
      pagination={false}
      {...(md ? { scroll: { x: 820 } } : {})}
      locale={{ emptyText: loading ? ' ' : empty }}
    />
  );
}
