import { useEffect, useState } from 'react';

/** The time, anew each half minute: lamps and countdowns turn by the clock alone. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
