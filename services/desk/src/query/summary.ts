import type { Scalar, Where } from '@yihaotong/document-store';
import type { SummaryAnswer } from '../api/schema.ts';
import { midnight } from '../moment.ts';
import type { Collections } from '../store/collections.ts';
import { lampWhere } from './case-filter.ts';

type Row = { values: Record<string, Scalar>; count: number };

/** The figures of the header. Each count is answered from an index alone. `unitId` null: the whole city. */
export async function summarize(
  collections: Collections,
  unitId: string | null,
  now: Date,
  timeZone: string,
): Promise<SummaryAnswer> {
  const { cases, petitions } = collections;
  const own: Where = unitId === null ? {} : { unitId };
  const count = async (where: Where) => total(await cases.count({ where: { ...own, ...where }, by: [] }));
  const today = midnight(now, timeZone).toISOString();
  const rows = await cases.count({ where: own, by: ['open', 'unitId', 'class', 'channel', 'unsure'] });
  const open = rows.filter(({ values }) => values.open === true);
  const [red, yellow] = [await count(lampWhere('red', now)), await count(lampWhere('yellow', now))];
  const topics = await cases.count({ where: { ...own, openedAt: { gte: today } }, by: ['topicFirst'] });
  const petitionsToday =
    unitId === null ? total(await petitions.count({ where: { receivedAt: { gte: today } }, by: [] })) : total(topics);
  return {
    at: now.toISOString(),
    lamps: { green: total(open) - red - yellow, yellow, red, tick: total(rows) - total(open) },
    open: { classes: by(open, 'class'), units: by(open, 'unitId'), channels: by(open, 'channel') },
    today: {
      petitions: petitionsToday,
      opened: total(topics),
      closed: await count({ closedAt: { gte: today } }),
      topics: by(topics, 'topicFirst'),
    },
    waiting: unitId === null ? await waiting(collections, open) : null,
  };
}

async function waiting({ quarantine, outcomes }: Collections, open: readonly Row[]): Promise<SummaryAnswer['waiting']> {
  return {
    quarantined: total(await quarantine.count({ where: { state: 'open' }, by: [] })),
    repliesFailed: total(await outcomes.count({ where: { state: 'failed' }, by: [] })),
    unsure: total(open.filter(({ values }) => values.unsure === true)),
  };
}

const total = (rows: readonly Row[]) => rows.reduce((sum, { count }) => sum + count, 0);

function by(rows: readonly Row[], field: string): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { values, count } of rows) {
    const value = String(values[field]);
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return Object.fromEntries(counts);
}
