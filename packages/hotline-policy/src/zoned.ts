const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;

/** A calendar day as the number of days since 1970-01-01, and the minutes since its midnight (with fractions). */
export interface LocalTime {
  day: number;
  minutes: number;
}

/** Whether the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The day number of a `YYYY-MM-DD`, or null when there is no such day. */
export function dayOf(date: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return null;
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== date) return null;
  return milliseconds / DAY;
}

/** The `YYYY-MM-DD` of a day number. */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function yearOf(day: number): number {
  return new Date(day * DAY).getUTCFullYear();
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  const [month, day, year, hour, minute, second] = formatterOf(timeZone).format(whole).split(/\D+/).map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) - whole;
}

/** What calendar and clock on the wall show in a zone. */
export function localTime(instant: Date, timeZone: string): LocalTime {
  const shown = instant.getTime() + offsetAt(instant.getTime(), timeZone);
  const day = Math.floor(shown / DAY);
  return { day, minutes: (shown - day * DAY) / MINUTE };
}

/** The instant at which a zone's clocks show a day and a time. A time that a clock change skips is the one after it. */
export function instantOf(local: LocalTime, timeZone: string): Date {
  const shown = local.day * DAY + local.minutes * MINUTE;
  const guess = shown - offsetAt(shown, timeZone);
  return new Date(shown - offsetAt(guess, timeZone));
}
