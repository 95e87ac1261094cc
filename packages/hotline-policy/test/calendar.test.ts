import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addWorkingDays,
  stateCouncilCalendar,
  subtractWorkingDays,
  unpublishedYears,
  weekendCalendar,
} from '../src/index.ts';
import { dateOf, dayOf, instantOf, localTime } from '../src/zoned.ts';

const CALENDAR = stateCouncilCalendar();
const WEEKENDS = weekendCalendar();

function day(date: string): number {
  const found = dayOf(date);
  if (found === null) throw new Error(`no day ${date}`);
  return found;
}

describe('the State Council calendar', () => {
  const cases = [
    { date: '2026-02-13', worked: true, why: 'a plain Friday' },
    { date: '2026-02-14', worked: true, why: 'a Saturday worked for the Spring Festival' },
    { date: '2026-02-17', worked: false, why: 'Spring Festival, a Tuesday' },
    { date: '2026-10-01', worked: false, why: 'National Day' },
    { date: '2026-10-10', worked: true, why: 'a Saturday worked for National Day' },
    { date: '2026-11-21', worked: false, why: 'a plain Saturday' },
    { date: '2025-01-26', worked: true, why: 'a Sunday worked for the Spring Festival' },
  ];
  test.each(cases)('$date: $why', ({ date, worked }) => {
    expect(CALENDAR.isWorkingDay(day(date))).toBe(worked);
  });

  test('knows only weekends in a year that nobody has published, and says so', () => {
    expect(CALENDAR.isPublished(day('2026-12-31'))).toBe(true);
    expect(CALENDAR.isPublished(day('2099-10-01'))).toBe(false);
    expect(CALENDAR.isWorkingDay(day('2099-10-01'))).toBe(true);
    expect(unpublishedYears(CALENDAR, day('2098-12-30'), day('2099-01-02'))).toEqual([2098, 2099]);
    expect(unpublishedYears(CALENDAR, day('2026-01-01'), day('2026-12-31'))).toEqual([]);
  });

  test("lets the city's own days go first", () => {
    const own = { holidays: [day('2026-02-13')], workdays: [day('2026-10-01')] };
    const calendar = stateCouncilCalendar(own);
    expect(calendar.isWorkingDay(day('2026-02-13'))).toBe(false);
    expect(calendar.isWorkingDay(day('2026-10-01'))).toBe(true);
  });
});

describe('counting working days', () => {
  const cases = [
    { from: '2026-03-02', n: 1, to: '2026-03-03' },
    { from: '2026-03-06', n: 1, to: '2026-03-09' },
    { from: '2026-03-07', n: 1, to: '2026-03-09' },
    { from: '2026-02-13', n: 1, to: '2026-02-14' },
    { from: '2026-02-14', n: 1, to: '2026-02-24' },
    { from: '2026-09-30', n: 7, to: '2026-10-15' },
  ];
  test.each(cases)('$n after $from is $to', ({ from, n, to }) => {
    expect(dateOf(addWorkingDays(CALENDAR, day(from), n))).toBe(to);
  });

  const anyDay = fc.integer({ min: day('2004-01-01'), max: day('2032-12-31') });
  const anyCount = fc.integer({ min: 1, max: 60 });
  const anyCalendar = fc.constantFrom(CALENDAR, WEEKENDS);

  test('ends on a working day, with exactly n of them on the way', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, anyCount, (calendar, from, n) => {
        const to = addWorkingDays(calendar, from, n);
        expect(calendar.isWorkingDay(to)).toBe(true);
        let passed = 0;
        for (let at = from + 1; at <= to; at++) if (calendar.isWorkingDay(at)) passed += 1;
        expect(passed).toBe(n);
      }),
    );
  });

  test('is monotone in the day and strictly so in the count', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, anyDay, anyCount, (calendar, a, b, n) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        expect(addWorkingDays(calendar, early, n)).toBeLessThanOrEqual(addWorkingDays(calendar, late, n));
        expect(addWorkingDays(calendar, a, n)).toBeLessThan(addWorkingDays(calendar, a, n + 1));
      }),
    );
  });

  test('goes back the way it came, from a working day', () => {
    fc.assert(
      fc.property(anyCalendar, anyDay, anyCount, (calendar, from, n) => {
        const start = addWorkingDays(calendar, from, 1);
        expect(subtractWorkingDays(calendar, addWorkingDays(calendar, start, n), n)).toBe(start);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, from, n), 1)).toBe(
          addWorkingDays(calendar, from, n + 1),
        );
      }),
    );
  });
});

describe('clocks of a time zone', () => {
  const zones = ['Asia/Shanghai', 'Asia/Urumqi', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'];

  test('turn an instant into day and time and back', () => {
    const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, instant) => {
        const local = localTime(instant, zone);
        const back = instantOf(local, zone);
        // In the hour that clocks show twice, the other one of the two is as right.
        const hours = Math.abs(back.getTime() - instant.getTime()) / 3_600_000;
        expect([0, 1]).toContain(Math.round(hours * 1000) / 1000);
        expect(localTime(back, zone).day).toBe(local.day);
      }),
    );
  });

  test('are eight hours ahead in Shanghai', () => {
    const local = localTime(new Date('2026-03-01T17:00:30Z'), 'Asia/Shanghai');
    expect([dateOf(local.day), local.minutes]).toEqual(['2026-03-02', 60.5]);
    expect(instantOf({ day: local.day, minutes: 17 * 60 + 30 }, 'Asia/Shanghai').toISOString()).toBe(
      '2026-03-02T09:30:00.000Z',
    );
  });

  test.each(['2026-02-30', '2026-2-3', 'tomorrow', '2026-13-01'])('do not know the day %s', (date) => {
    expect(dayOf(date)).toBeNull();
  });
});
