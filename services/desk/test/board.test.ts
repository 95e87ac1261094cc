import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lampOf } from '@yihaotong/hotline-policy';
import type { CaseEvent, CaseSnapshot } from '@yihaotong/petition-event';
import type { CaseListAnswer, CaseRow, SummaryAnswer } from '../src/index.ts';
import { type RunningDesk, runDesk, type Visitor } from './support/desk.ts';
import { type DeskPlatform, deskPlatform, untilRead } from './support/platform.ts';
import { seedBoard } from './support/seed.ts';

const START = new Date('2026-03-01T00:00:00.000Z');
const hours = (count: number) => new Date(START.getTime() + count * 3_600_000);

let platform: DeskPlatform;
let running: RunningDesk;
let operator: Visitor;
let cases: CaseSnapshot[];

beforeAll(async () => {
  platform = await deskPlatform(hours(60));
  const events: CaseEvent[] = [];
  const onCase = (event: CaseEvent) => void events.push(event);
  await seedBoard(platform.eventLog, platform.seal, { petitions: 2500, from: START, everySeconds: 60, onCase });
  cases = [...latest(events).values()];
  // The clock is turned far ahead in some tests.
  running = await runDesk(platform, { sessionHours: 10_000 });
  operator = await running.as('operator');
  await untilRead(platform);
}, 60_000);
afterAll(async () => {
  await running.stop();
  await platform.remove();
});

function latest(events: readonly CaseEvent[]): Map<string, CaseSnapshot> {
  const found = new Map<string, CaseSnapshot>();
  for (const { data } of events) {
    if ((found.get(data.case.caseId)?.version ?? 0) < data.case.version) found.set(data.case.caseId, data.case);
  }
  return found;
}

async function all(query: string, visitor = operator): Promise<CaseRow[]> {
  const rows: CaseRow[] = [];
  let after = '';
  for (;;) {
    const page = (await visitor.json(`/api/desk/cases?limit=200&${query}${after}`)) as CaseListAnswer;
    rows.push(...page.items);
    if (page.next === null) return rows;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
}

const ids = (rows: readonly { caseId: string }[]) => rows.map(({ caseId }) => caseId).toSorted();
const encode = encodeURIComponent;

describe('the board', () => {
  test('has 2,000 cases, each once, by deadline, with the number of their petitions', async () => {
    const rows = await all('');
    expect(rows.length).toBe(2000);
    expect(ids(rows)).toEqual(ids(cases));
    expect(rows.map(({ deadline }) => deadline)).toEqual(rows.map(({ deadline }) => deadline).toSorted());
    expect(rows.reduce((sum, { petitions }) => sum + petitions, 0)).toBe(2500);
  });

  const filters: [string, (row: CaseSnapshot) => boolean][] = [
    ['state=open', ({ state }) => state === 'open'],
    ['class=complain', (row) => row.class === 'complain'],
    ['class=complain,suggest', (row) => row.class === 'complain' || row.class === 'suggest'],
    [`topic=${encode('环境保护')}`, ({ topic }) => topic.startsWith('环境保护')],
    ['unit=housing', ({ unit }) => unit.id === 'housing'],
    [`district=${encode('云溪区')}`, ({ place }) => place.district === '云溪区'],
    ['channel=sms', ({ channel }) => channel === 'sms'],
    ['urgency=2', ({ urgency }) => urgency === 2],
    ['unsure=true', ({ unsure }) => unsure],
    [`q=${encode('77 号')}`, ({ title }) => title.includes('77 号')],
    [
      `openedFrom=${hours(10).toISOString()}&openedTo=2026-03-01T19:00:00%2B08:00`,
      ({ openedAt }) => openedAt >= hours(10).toISOString() && openedAt < hours(11).toISOString(),
    ],
    [
      'class=help&channel=sms&state=closed',
      (row) => row.class === 'help' && row.channel === 'sms' && row.state === 'closed',
    ],
  ];
  test.each(filters)('%s shows what fits and nothing else', async (query, fits) => {
    const expected = ids(cases.filter(fits));
    expect(ids(await all(query))).toEqual(expected);
    expect(await operator.json(`/api/desk/cases/count?${query}`)).toEqual({ count: expected.length });
  });

  test.each([48, 60, 72.5, 90, 200])('after %d hours each lamp shows the cases whose lamp it is', async (count) => {
    platform.turnClock(hours(count));
    for (const lamp of ['green', 'yellow', 'red', 'tick'] as const) {
      const expected = cases.filter((row) => lampOf(row, hours(count)) === lamp);
      const rows = await all(`lamp=${lamp}`);
      expect([lamp, ids(rows)]).toEqual([lamp, ids(expected)]);
      expect(new Set(rows.map((row) => row.lamp)).size).toBeLessThanOrEqual(1);
    }
    const both = cases.filter((row) => ['red', 'yellow'].includes(lampOf(row, hours(count))));
    expect(ids(await all('lamp=red,yellow'))).toEqual(ids(both));
    platform.turnClock(hours(60));
  });

  test('newest first is the other order', async () => {
    const rows = await all('sort=openedAt&order=descending');
    expect(rows.map(({ openedAt }) => openedAt)).toEqual(
      rows
        .map(({ openedAt }) => openedAt)
        .toSorted()
        .toReversed(),
    );
    expect(rows.length).toBe(2000);
  });

  test('a query code finds the case of its petition', async () => {
    const petitions = (await operator.json('/api/desk/petitions?limit=1')) as {
      items: { queryCode: string; caseId: string }[];
    };
    const petition = petitions.items[0];
    expect(ids(await all(`q=${petition?.queryCode.toLowerCase()}`))).toEqual([petition?.caseId]);
  });

  test.each([
    'lamp=blue',
    'limit=0',
    'limit=5000',
    'sort=title',
    'after=nonsense',
    'urgency=3',
    'openedFrom=yesterday',
  ])('%s is refused with words', async (query) => {
    const response = await operator.get(`/api/desk/cases?${query}`);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'bad-request' } }]);
  });

  test('a unit sees its own cases, whatever it asks for', async () => {
    const unit = await running.as('unit', 'housing');
    const own = ids(cases.filter((row) => row.unit.id === 'housing'));
    expect(ids(await all('', unit))).toEqual(own);
    expect(await all('unit=environment', unit)).toEqual([]);
    const nobody = await running.as('unit', '');
    expect(await all('', nobody)).toEqual([]);
  });
});

describe('the summary', () => {
  const countBy = (rows: readonly CaseSnapshot[], of: (row: CaseSnapshot) => string) =>
    Object.fromEntries([...Map.groupBy(rows, of)].map(([key, group]) => [key, group.length]));

  test.each([[undefined], ['housing']])('counts by lamp, class, unit and channel (unit: %s)', async (unitId) => {
    const visitor = unitId ? await running.as('unit', unitId) : operator;
    const summary = (await visitor.json('/api/desk/summary')) as SummaryAnswer;
    const own = cases.filter(({ unit }) => unitId === undefined || unit.id === unitId);
    const open = own.filter(({ state }) => state === 'open');
    const lamps = { green: 0, yellow: 0, red: 0, tick: 0, ...countBy(own, (row) => lampOf(row, hours(60))) };
    expect(summary.lamps).toEqual(lamps);
    expect(summary.open.classes).toEqual(countBy(open, (row) => row.class));
    expect(summary.open.units).toEqual(countBy(open, (row) => row.unit.id));
    expect(summary.open.channels).toEqual(countBy(open, (row) => row.channel));
    // Midnight in the city is 16:00 UTC of the day before: 44 hours before this moment's day began.
    const today = own.filter(({ openedAt }) => openedAt >= '2026-03-02T16:00:00.000Z');
    expect(summary.today.opened).toBe(today.length);
    expect(summary.waiting === null).toBe(unitId !== undefined);
  });
});
