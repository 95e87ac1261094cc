import { Alert, Table, type TableColumnsType } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerAnswer } from '../../../src/api/schema.ts';
import { get } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { useData } from '../api/use-data.ts';
import { Failed } from '../parts/failed.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useLabels } from '../parts/use-labels.ts';
import { When } from '../parts/when.tsx';

type Row = LedgerAnswer['total'] & { channel: string };
const KINDS = ['received', 'normalized', 'redelivered', 'quarantined', 'inFlight'] as const;
const EVERY = 5_000;

/** Nothing is lost and nothing is counted twice: the proof, per channel. */
export function Ledger() {
  const { t } = useTranslation();
  const labels = useLabels();
  const found = useData('ledger', () => get<LedgerAnswer>('/api/ledger'));
  const { reload } = found;
  useLive('ready', reload);
  useEffect(() => {
    const timer = setInterval(reload, EVERY);
    return () => clearInterval(timer);
  }, [reload]);
  if (found.error) return <Failed error={found.error} reload={reload} />;
  const rows = Object.entries(found.data?.channels ?? {}).map(([channel, account]) => ({ channel, ...account }));
  const total = found.data && rows.length > 0 ? [{ channel: '', ...found.data.total }] : [];
  const columns: TableColumnsType<Row> = [
    {
      title: t('ledger.channel'),
      key: 'channel',
      render: (_, row) => (row.channel === '' ? <strong>{t('ledger.total')}</strong> : labels.channel(row.channel)),
    },
    ...KINDS.map((kind) => ({
      title: t(`ledger.${kind}`),
      key: kind,
      align: 'right' as const,
      render: (_: unknown, row: Row) => row[kind].toLocaleString(),
    })),
    {
      title: t('ledger.balance'),
      key: 'balance',
      align: 'center',
      width: 90,
      render: (_, row) => <Balance row={row} />,
    },
  ];
  return (
    <>
      <PageHead title={t('ledger.title')} intro={t('ledger.intro')} />
      {found.data ? <State answer={found.data} /> : null}
      <Table
        rowKey="channel"
        size="small"
        columns={columns}
        dataSource={[...rows, ...total]}
        loading={found.loading}
        pagination={false}
        scroll={{ x: 700 }}
        locale={{ emptyText: found.loading ? ' ' : t('ledger.empty') }}
        rowClassName={(row) => (row.channel === '' ? 'total-row' : '')}
      />
      {found.data ? (
        <p className="quiet">
          <When at={found.data.at} />
        </p>
      ) : null}
    </>
  );
}

function State({ answer: { balanced, behind } }: { answer: LedgerAnswer }) {
  const { t } = useTranslation();
  if (!balanced) return <Alert type="error" showIcon title={t('ledger.unbalanced')} className="notice" />;
  if (behind > 0)
    return <Alert type="info" showIcon title={t('ledger.behind', { count: behind })} className="notice" />;
  return <Alert type="success" showIcon title={t('ledger.balanced')} className="notice" />;
}

/** Adds up what came out of a channel and is on its way. */
function Balance({ row }: { row: Row }) {
  const { t } = useTranslation();
  const out = row.normalized + row.redelivered + row.quarantined + row.inFlight;
  return row.received === out && row.inFlight >= 0 ? (
    <span className="good" title={t('ledger.balanced')}>
      ✓
    </span>
  ) : (
    <span className="bad" title={t('ledger.unbalanced')}>
      ✗
    </span>
  );
}
