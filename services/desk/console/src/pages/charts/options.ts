import type { EChartsCoreOption } from 'echarts/core';
import type { LedgerByHourAnswer } from '../../../../src/api/schema.ts';

export interface Entry {
  id: string;
  name: string;
  count: number;
  colour?: string;
}

const BLUE = '#1d5ea8';
const PALETTE = ['#1d5ea8', '#3ba272', '#e0a100', '#d9663e', '#7a5ad1', '#2a9db0', '#9aa7b8'];
const MOST_RANKED = 12;
const HOUR = 3_600_000;
/** Counts by id, with the names that are shown. */
export function named(counts: Readonly<Record<string, number>>, nameOf: (id: string) => string): Entry[] {
  return Object.entries(counts).map(([id, count]) => ({ id, name: nameOf(id), count }));
}

const byCount = (a: Entry, b: Entry) => b.count - a.count;

/** Parts of a whole. */
export function ring(of: readonly Entry[]): EChartsCoreOption {
  return {
    tooltip: { trigger: 'item' },
    legend: { bottom: 0, itemWidth: 12, itemHeight: 12 },
    series: [
      {
        type: 'pie',
        radius: ['48%', '74%'],
        center: ['50%', '45%'],
        label: { formatter: '{c}', fontSize: 13 },
        labelLine: { length: 6, length2: 6 },
        data: of
          .filter(({ count }) => count > 0)
          .map(({ name, count, colour }) => ({ name, value: count, itemStyle: { color: colour } })),
      },
    ],
  };
}

/** A few names side by side. */
export function bars(of: readonly Entry[]): EChartsCoreOption {
  const sorted = [...of].sort(byCount);
  return {
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    grid: { top: 24, bottom: 8, left: 8, right: 8, containLabel: true },
    xAxis: { type: 'category', data: sorted.map(({ name }) => name), axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: '#eef1f5' } } },
    series: [
      {
        type: 'bar',
        barMaxWidth: 38,
        itemStyle: { color: BLUE, borderRadius: [3, 3, 0, 0] },
        label: { show: true, position: 'top' },
        data: sorted.map(({ count }) => count),
      },
    ],
  };
}

/** Many names with long ones among them: the largest on top. */
export function ranking(of: readonly Entry[]): EChartsCoreOption {
  const sorted = [...of].sort(byCount).slice(0, MOST_RANKED).reverse();
  return {
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    grid: { top: 4, bottom: 4, left: 8, right: 36, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      data: sorted.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { width: 150, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 16,
        itemStyle: { color: BLUE, borderRadius: [0, 3, 3, 0] },
        label: { show: true, position: 'right' },
        data: sorted.map(({ count }) => count),
      },
    ],
  };
}

/** Items received in each hour, one colour a channel; hours without any are drawn as such. */
export function hours(
  counted: LedgerByHourAnswer['hours'],
  timeZone: string,
  nameOf: (channel: string) => string,
): EChartsCoreOption {
  const byHour = new Map(counted.map(({ hour, channels }) => [Date.parse(hour), channels]));
  const known = [...byHour.keys()];
  const axis: number[] = [];
  for (let at = Math.min(...known); at <= Math.max(...known); at += HOUR) axis.push(at);
  const channels = [...new Set(counted.flatMap((entry) => Object.keys(entry.channels)))].sort();
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return {
    color: PALETTE,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 12, type: 'scroll' },
    grid: { top: 26, bottom: 8, left: 8, right: 8, containLabel: true },
    xAxis: { type: 'category', data: axis.map((at) => format.format(at).slice(5)), axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: '#eef1f5' } } },
    series: channels.map((channel) => ({
      type: 'bar',
      stack: 'received',
      name: nameOf(channel),
      barMaxWidth: 26,
      data: axis.map((at) => byHour.get(at)?.[channel]?.received ?? 0),
    })),
  };
}
