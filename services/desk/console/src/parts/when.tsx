import { useTranslation } from 'react-i18next';
import { useSession } from '../session.tsx';

/** A moment to the second, in the city's time. */
export function When({ at }: { at: string | null }) {
  const format = useMoment();
  return at ? <time dateTime={at}>{format(at)}</time> : <>—</>;
}

export function useMoment(): (at: string) => string {
  const { policy } = useSession();
  const formatter = new Intl.DateTimeFormat('sv-SE', {
    timeZone: policy.city.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (at) => formatter.format(new Date(at));
}

/** How long until the deadline, or how long over it; what is closed says when. */
export function Countdown({ deadline, closedAt, now }: { deadline: string; closedAt: string | null; now: number }) {
  const { t } = useTranslation();
  const format = useMoment();
  if (closedAt) return <span className="quiet">{t('board.closedAt', { time: format(closedAt).slice(5, 16) })}</span>;
  const left = Date.parse(deadline) - now;
  const time = duration(Math.abs(left), t);
  return left >= 0 ? (
    <span>{t('board.left', { time })}</span>
  ) : (
    <span style={{ color: '#d9363e' }}>{t('board.over', { time })}</span>
  );
}

/** In two units, as one says it: days and hours, hours and minutes. */
function duration(milliseconds: number, t: (key: string, values: { count: number }) => string): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${t('duration.days', { count: days })} ${t('duration.hours', { count: hours % 24 })}`;
  if (hours > 0) return `${t('duration.hours', { count: hours })} ${t('duration.minutes', { count: minutes % 60 })}`;
  return t('duration.minutes', { count: minutes });
}
