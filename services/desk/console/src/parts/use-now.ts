import { useEffect, useState } from 'react';
import { deskNow } from '../api/clock.ts';

/** The time at the desk, anew each half minute: lamps and countdowns turn by the clock alone. */
export function useNow(): number {
  const [now, setNow] = useState(deskNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(deskNow()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
