import { addWorkingDays, subtractWorkingDays, unpublishedYears, type WorkingCalendar } from './calendar.ts';
import { instantOf, localTime } from './zoned.ts';

/** How long a unit has: by the clock on the wall, or in working days. */
export type Limit = { hours: number } | { workingDays: number };

export interface DeadlineRules {
  timeZone: string;
  calendar: WorkingCalendar;
  /** When offices close, minutes after midnight. */
  closeAt: number;
  /** When the yellow card goes up: working days before the deadline; for hour limits, the share of the time gone (0 to 1). */
  yellow: { workingDays: number; share: number };
}

export interface Deadline {
  deadline: Date;
  yellowAt: Date;
  /** Years on the way whose holidays are not published: only their weekends were left out. */
  unpublishedYears: readonly number[];
}

const HOUR = 60 * 60 * 1000;

/**
 * The last moment in time. Hours run on the wall clock, nights and holidays included. Days: the opening day does not
 * count and the last one ends when offices close (Civil Code of the PRC, articles 201 and 203).
 */
export function deadlineAfter(openedAt: Date, limit: Limit, rules: DeadlineRules): Deadline {
  if ('hours' in limit) {
    const length = limit.hours * HOUR;
    return {
      deadline: new Date(openedAt.getTime() + length),
      yellowAt: new Date(openedAt.getTime() + Math.round(length * rules.yellow.share)),
      unpublishedYears: [],
    };
  }
  const { calendar, timeZone, closeAt } = rules;
  const opened = localTime(openedAt, timeZone).day;
  const last = addWorkingDays(calendar, opened, limit.workingDays);
  const warned = subtractWorkingDays(calendar, last, rules.yellow.workingDays);
  const deadline = instantOf({ day: last, minutes: closeAt }, timeZone);
  const warning = instantOf({ day: warned, minutes: closeAt }, timeZone);
  // Opened after hours with one day to go: yellow from the start, never before it.
  const yellowAt = warning < openedAt ? new Date(openedAt) : warning;
  return { deadline, yellowAt, unpublishedYears: unpublishedYears(calendar, opened, last) };
}
