const DAY = 86_400_000;

/** The moment at which a day (`2026-03-10`) begins in a time zone; `later`: so many days after it. */
export function startOfDay(day: string, timeZone: string, later = 0): string {
  const guess = Date.parse(`${day}T00:00:00Z`) + later * DAY;
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess);
  const offset = Date.parse(`${there.replace(' ', 'T')}Z`) - guess;
  return new Date(guess - offset).toISOString();
}
