import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SummaryAnswer } from '../../../../src/api/schema.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';
import { FilterChart } from '../charts/filter-chart.tsx';
import { Hours } from '../charts/hours.tsx';
import { named, ranking } from '../charts/options.ts';

const KEPT = 'board-charts';

/** A few charts over the board, for those who want them there. */
export function Strip({ summary }: { summary: SummaryAnswer | null }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const labels = useLabels();
  const [shown, setShown] = useState(() => localStorage.getItem(KEPT) !== 'hidden');
  const toggle = () => {
    localStorage.setItem(KEPT, shown ? 'hidden' : 'shown');
    setShown(!shown);
  };
  return (
    <section className={shown ? 'strip' : 'strip strip-hidden'} aria-label={t('charts.title')}>
      <Button type="link" size="small" className="strip-toggle" aria-expanded={shown} onClick={toggle}>
        {t(shown ? 'charts.hide' : 'charts.show')}
      </Button>
      {shown && summary ? (
        <>
          <FilterChart
            title={t('charts.classes')}
            filter="class"
            of={named(summary.open.classes, labels.class)}
            draw={ranking}
          />
          <FilterChart
            title={t('charts.channels')}
            filter="channel"
            of={named(summary.open.channels, labels.channel)}
            draw={ranking}
          />
          {user.role === 'unit' ? (
            <FilterChart
              title={t('charts.topics')}
              filter="topic"
              of={named(summary.today.topics, String)}
              draw={ranking}
            />
          ) : (
            <Hours />
          )}
        </>
      ) : null}
    </section>
  );
}
