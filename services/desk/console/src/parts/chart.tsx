import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** A chart that fills its box; read out in words by screen readers. `pick` gets the name of what was clicked. */
export function Chart({
  option,
  label,
  pick,
}: {
  option: EChartsCoreOption;
  label: string;
  pick?(name: string): void;
}) {
  const { i18n } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(null);
  const picked = useRef(pick);
  picked.current = pick;
  const locale = i18n.language === 'en' ? 'EN' : 'ZH';
  useEffect(() => {
    if (!box.current) return;
    const made = init(box.current, null, { locale });
    chart.current = made;
    made.on('click', ({ name }) => picked.current?.(name));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [locale]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart made anew for another language is empty
  useEffect(
    () => chart.current?.setOption({ aria: { enabled: true }, ...option }, { notMerge: true }),
    [option, locale],
  );
  return <div className="chart" ref={box} role="img" aria-label={label} />;
}
