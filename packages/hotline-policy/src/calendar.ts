import { createRequire } from 'node:module';
import { dayOf, weekdayOf, yearOf } from './zoned.ts';

/** Which days are worked. */
export interface WorkingCalendar {
  isWorkingDay(day: number): boolean;
  /** False: nobody has published the holidays of that day's year, so that only weekends are known. */
  isPublished(day: number): boolean;
}

/** Days that a city sets itself, as day numbers; they go before everything else. */
export interface OwnDays {
  holidays: readonly number[];
  workdays: readonly number[];
}

/** The library's data file: keys are `YYYY-MM-DD`. */
interface PublishedDays {
  holidays: Record<string, string>;
  workdays: Record<string, string>;
}

/** Monday to Friday, with nothing else known. */
export function weekendCalendar(own: OwnDays = { holidays: [], workdays: [] }): WorkingCalendar {
  return calendarOf({ holidays: {}, workdays: {} }, own, () => true);
}

/**
 * The State Council's yearly holiday list with its swapped weekends, as the library chinese-days keeps it (2004 on).
 * Its data file is read and not its functions, which think in the machine's own time zone.
 */
export function stateCouncilCalendar(own: OwnDays = { holidays: [], workdays: [] }): WorkingCalendar {
  const days: PublishedDays = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json');
  const years = new Set(Object.keys(days.holidays).map((date) => Number(date.slice(0, 4))));
  return calendarOf(days, own, (day) => years.has(yearOf(day)));
}

function calendarOf(days: PublishedDays, own: OwnDays, isPublished: (day: number) => boolean): WorkingCalendar {
  const worked = new Map<number, boolean>();
  for (const date of Object.keys(days.holidays)) worked.set(dayOf(date) ?? Number.NaN, false);
  for (const date of Object.keys(days.workdays)) worked.set(dayOf(date) ?? Number.NaN, true);
  for (const day of own.holidays) worked.set(day, false);
  for (const day of own.workdays) worked.set(day, true);
  return { isWorkingDay: (day) => worked.get(day) ?? isWeekday(day), isPublished };
}

function isWeekday(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** The n-th working day after a day, which itself does not count; n from 1 on. */
export function addWorkingDays(calendar: WorkingCalendar, day: number, n: number): number {
  let reached = day;
  for (let left = n; left > 0; ) {
    reached += 1;
    if (calendar.isWorkingDay(reached)) left -= 1;
  }
  return reached;
}

/** The n-th working day before a day, which itself does not count; n from 1 on. */
export function subtractWorkingDays(calendar: WorkingCalendar, day: number, n: number): number {
  let reached = day;
  for (let left = n; left > 0; ) {
    reached -= 1;
    if (calendar.isWorkingDay(reached)) left -= 1;
  }
  return reached;
}

/** The years between two days (both included) whose holidays nobody has published. */
export function unpublishedYears(calendar: WorkingCalendar, from: number, to: number): number[] {
  const years = new Set<number>();
  for (let day = from; day <= to; day++) if (!calendar.isPublished(day)) years.add(yearOf(day));
  return [...years];
}
