/** Hours, minutes as `<input type="datetime-local">` gives them. */
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

/** The instant at which the clocks of the zone show this; null where the text is no such time. */
export function instantOf(local: string, timeZone: string): Date | null {
  const found = LOCAL.exec(local);
  const asUtc = new Date(`${local}Z`);
  if (!found || Number.isNaN(asUtc.getTime())) return null;
  // Twice: the offset at the first guess may be that of before a change of the clocks.
  const guess = new Date(asUtc.getTime() - offset(asUtc, timeZone));
  return new Date(asUtc.getTime() - offset(guess, timeZone));
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offset(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** An instant as people in the zone read it. */
export function shownTime(instant: string, timeZone: string, language: 'zh' | 'en'): string {
  const options = { timeZone, dateStyle: 'long', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', options).format(new Date(instant));
}
