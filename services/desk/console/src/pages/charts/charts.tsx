import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SummaryAnswer } from '../../../../src/api/schema.ts';
import { get } from '../../api/client.ts';
import { useLive, usePaced } from '../../api/live.ts';
import { useData } from '../../api/use-data.ts';
import { Failed } from '../../parts/failed.tsx';
import { LAMP_COLOURS } from '../../parts/lamp.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';
import { FilterChart } from './filter-chart.tsx';
import { Hours } from './hours.tsx';
import { bars, named, ranking, ring } from './options.ts';

const PACE = 1_000;
const LAMPS = ['red', 'yellow', 'green', 'tick'] as const;

/** The city at a glance. */
export function Charts() {
  const { t } = useTranslation();
  const { user } = useSession();
  const labels = useLabels();
  const summary = useData('summary', () => get<SummaryAnswer>('/api/desk/summary'));
  const count = usePaced(PACE, summary.reload);
  useLive('summary', count);
  useLive('ready', count);
  if (summary.error) return <Failed error={summary.error} reload={summary.reload} />;
  if (!summary.data) return <Spin className="page-spin" />;
  const { lamps, open, today } = summary.data;
  const isUnit = user.role === 'unit';
  const lampEntries = LAMPS.map((id) => ({ id, name: t(`lamp.${id}`), count: lamps[id], colour: LAMP_COLOURS[id] }));
  const classes = named(open.classes, labels.class);
  const channels = named(open.channels, labels.channel);
  return (
    <>
      <PageHead title={t('charts.title')} intro={t('charts.intro')} />
      <div className="charts">
        {isUnit ? null : <Hours />}
        <FilterChart title={t('charts.lamps')} filter="lamp" of={lampEntries} draw={ring} />
        <FilterChart title={t('charts.classes')} filter="class" of={classes} draw={bars} />
        <FilterChart title={t('charts.channels')} filter="channel" of={channels} draw={bars} />
        {isUnit ? null : (
          <FilterChart
            title={t('charts.units')}
            filter="unit"
            of={named(open.units, labels.unit)}
            draw={ranking}
            size="half"
          />
        )}
        <FilterChart
          title={t('charts.topics')}
          filter="topic"
          of={named(today.topics, String)}
          draw={ranking}
          size={isUnit ? 'wide' : 'half'}
        />
      </div>
    </>
  );
}
