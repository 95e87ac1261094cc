import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DeadlineRules, deadlineAfter, lampOf, stateCouncilCalendar } from '../src/index.ts';
import { localTime } from '../src/zoned.ts';

const RULES: DeadlineRules = {
  timeZone: 'Asia/Shanghai',
  calendar: stateCouncilCalendar(),
  closeAt: 17 * 60 + 30,
  yellow: { workingDays: 1, share: 0.75 },
};

describe('a deadline', () => {
  const cases = [
    {
      why: 'hours run through the night',
      at: '2026-03-02T23:00',
      limit: { hours: 2 },
      ends: '2026-03-03T01:00',
      yellow: '2026-03-03T00:30',
    },
    {
      why: 'hours run through a holiday',
      at: '2026-10-01T09:00',
      limit: { hours: 24 },
      ends: '2026-10-02T09:00',
      yellow: '2026-10-02T03:00',
    },
    {
      why: 'days end when offices close',
      at: '2026-03-02T08:00',
      limit: { workingDays: 1 },
      ends: '2026-03-03T17:30',
      yellow: '2026-03-02T17:30',
    },
    {
      why: 'a weekend does not count',
      at: '2026-03-06T10:00',
      limit: { workingDays: 3 },
      ends: '2026-03-11T17:30',
      yellow: '2026-03-10T17:30',
    },
    {
      why: 'neither does the Spring Festival; its worked Saturday does',
      at: '2026-02-13T10:00',
      limit: { workingDays: 2 },
      ends: '2026-02-24T17:30',
      yellow: '2026-02-14T17:30',
    },
    {
      why: 'opened on a Sunday',
      at: '2026-03-08T10:00',
      limit: { workingDays: 1 },
      ends: '2026-03-09T17:30',
      yellow: '2026-03-08T10:00',
    },
    {
      why: 'opened after hours with a day to go: yellow at once',
      at: '2026-03-02T20:00',
      limit: { workingDays: 1 },
      ends: '2026-03-03T17:30',
      yellow: '2026-03-02T20:00',
    },
    {
      why: 'late in the evening of UTC it is the next day here',
      at: '2026-03-03T00:30',
      limit: { workingDays: 1 },
      ends: '2026-03-04T17:30',
      yellow: '2026-03-03T17:30',
    },
  ];
  test.each(cases)('$why', ({ at, limit, ends, yellow }) => {
    const { deadline, yellowAt } = deadlineAfter(new Date(`${at}:00+08:00`), limit, RULES);
    expect(deadline).toEqual(new Date(`${ends}:00+08:00`));
    expect(yellowAt).toEqual(new Date(`${yellow}:00+08:00`));
  });

  test('names the years on its way whose holidays nobody has published', () => {
    const opened = new Date('2098-12-30T02:00:00Z');
    expect(deadlineAfter(opened, { workingDays: 7 }, RULES).unpublishedYears).toEqual([2098, 2099]);
    expect(deadlineAfter(opened, { hours: 24 }, RULES).unpublishedYears).toEqual([]);
  });

  const opening = fc.date({ min: new Date('2015-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const limit = fc.oneof(
    fc.record({ hours: fc.integer({ min: 1, max: 240 }) }),
    fc.record({ workingDays: fc.integer({ min: 1, max: 30 }) }),
  );
  const zone = fc.constantFrom('Asia/Shanghai', 'Asia/Urumqi', 'America/New_York');

  test('lies after the opening, never on a day off when in days, with yellow between the two', () => {
    fc.assert(
      fc.property(opening, limit, zone, (openedAt, asked, timeZone) => {
        const { deadline, yellowAt } = deadlineAfter(openedAt, asked, { ...RULES, timeZone });
        expect(deadline.getTime()).toBeGreaterThan(openedAt.getTime());
        expect(yellowAt.getTime()).toBeGreaterThanOrEqual(openedAt.getTime());
        expect(yellowAt.getTime()).toBeLessThan(deadline.getTime());
        if ('hours' in asked) return;
        const end = localTime(deadline, timeZone);
        expect(RULES.calendar.isWorkingDay(end.day)).toBe(true);
        expect(end.minutes).toBe(RULES.closeAt);
      }),
    );
  });

  test('is never earlier for what was opened later, nor yellow earlier', () => {
    fc.assert(
      fc.property(opening, fc.integer({ min: 0, max: 20 * 86_400_000 }), limit, (openedAt, later, asked) => {
        const first = deadlineAfter(openedAt, asked, RULES);
        const second = deadlineAfter(new Date(openedAt.getTime() + later), asked, RULES);
        expect(second.deadline.getTime()).toBeGreaterThanOrEqual(first.deadline.getTime());
        expect(second.yellowAt.getTime()).toBeGreaterThanOrEqual(first.yellowAt.getTime());
      }),
    );
  });

  test('is not earlier for a longer limit', () => {
    fc.assert(
      fc.property(opening, fc.integer({ min: 1, max: 40 }), (openedAt, n) => {
        const shorter = deadlineAfter(openedAt, { workingDays: n }, RULES);
        const longer = deadlineAfter(openedAt, { workingDays: n + 1 }, RULES);
        expect(longer.deadline.getTime()).toBeGreaterThan(shorter.deadline.getTime());
      }),
    );
  });
});

describe('the lamp', () => {
  const state = { closedAt: null, yellowAt: '2026-03-10T09:30:00Z', deadline: '2026-03-11T09:30:00Z' };
  const cases = [
    { at: '2026-03-10T09:29:59.999Z', lamp: 'green' },
    { at: '2026-03-10T09:30:00Z', lamp: 'yellow' },
    { at: '2026-03-11T09:30:00Z', lamp: 'yellow' },
    { at: '2026-03-11T09:30:00.001Z', lamp: 'red' },
  ];
  test.each(cases)('is $lamp at $at', ({ at, lamp }) => {
    expect(lampOf(state, new Date(at))).toBe(lamp);
  });

  test('is a tick once closed, even when late', () => {
    expect(lampOf({ ...state, closedAt: '2026-04-01T00:00:00Z' }, new Date('2026-04-02'))).toBe('tick');
  });
});
