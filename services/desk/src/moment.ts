/** A time as the desk keeps it: UTC with milliseconds, so that text order is time order. */
export const utc = (time: string): string => new Date(time).toISOString();

/** The hour that a time lies in, as the moment it began. */
export const hourOf = (time: string): string => `${utc(time).slice(0, 13)}:00:00.000Z`;

/** Midnight of the present day in a time zone. */
export function midnight(now: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(now);
  const read = (type: 'hour' | 'minute' | 'second') => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const since = (read('hour') * 60 + read('minute')) * 60 + read('second');
  return new Date(now.getTime() - since * 1000 - now.getMilliseconds());
}
