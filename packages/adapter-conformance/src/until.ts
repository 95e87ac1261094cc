import { setTimeout as pause } from 'node:timers/promises';

/** Generous, since it is only waited out when something is wrong; a noisy machine must not look like a fault. */
let usual = 30_000;

/** For the suite's own tests, where something is always wrong. */
export function setPatience(milliseconds: number): void {
  usual = milliseconds;
}

/** How long the suite watches for something that must not happen, milliseconds. */
export const WATCH = 250;

/** Waits until `look` gives something (not false, null or undefined) and resolves to it. Throws with `what` otherwise. */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  patience = usual,
): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== null && seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`after ${patience / 1000} s still not so: ${what}`);
    await pause(15);
  }
}

/** Lets the time pass in which something wrong would show. */
export function watch(): Promise<void> {
  return pause(WATCH);
}
