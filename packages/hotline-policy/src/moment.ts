const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment to the minute as people of a language write it, in a time zone: `2026年11月24日 17:30`. */
export function formatMoment(at: Date, language: string, timeZone: string): string {
  const key = `${language} ${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(language, {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}
