import { Card } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerByHourAnswer } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { Chart } from '../../parts/chart.tsx';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';
import { hours } from './options.ts';

const PACE = 10_000;

/** What came in, hour by hour, over two days. */
export function Hours() {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  const { policy } = useSession();
  const ledger = useData('ledger hours', () => get<LedgerByHourAnswer>('/api/ledger', { by: 'hour' }));
  useLive('summary', usePaced(PACE, ledger.reload));
  const counted = ledger.data?.hours ?? [];
  const drawn = JSON.stringify(counted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for the counts, the language for the names
  const option = useMemo(() => hours(counted, policy.city.timeZone, labels.channel), [drawn, i18n.language]);
  return (
    <Card size="small" title={t('charts.hours')} className="wide">
      {counted.length > 0 ? (
        <Chart label={t('charts.hours')} option={option} />
      ) : (
        <div className="chart chart-empty quiet">{ledger.loading ? '' : t('charts.empty')}</div>
      )}
    </Card>
  );
}
