import { Card } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Chart } from '../../parts/chart.tsx';
import type { Entry } from './options.ts';

interface FilterChartProps {
  title: string;
  /** The board's filter that a click sets. */
  filter: string;
  of: readonly Entry[];
  draw(of: readonly Entry[]): EChartsCoreOption;
  /** `half` of the page's width instead of a third, or all of it. */
  size?: 'half' | 'wide';
}

/** A chart of counts; what is clicked leads to the board, filtered by it. */
export function FilterChart({ title, filter, of, draw, size }: FilterChartProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // The counts come anew every second when the desk is busy: a chart is drawn again only when they differ.
  const drawn = JSON.stringify(of);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for `of`
  const option = useMemo(() => draw(of), [drawn, draw]);
  const pick = (name: string) => {
    const id = of.find((entry) => entry.name === name)?.id;
    if (id)
      void navigate(`/?${new URLSearchParams({ [filter]: id, ...(filter === 'lamp' ? {} : { state: 'open' }) })}`);
  };
  return (
    <Card size="small" title={title} className={size ?? ''}>
      {of.every(({ count }) => count === 0) ? (
        <div className="chart chart-empty quiet">{t('charts.empty')}</div>
      ) : (
        <Chart label={title} option={option} pick={pick} />
      )}
    </Card>
  );
}
