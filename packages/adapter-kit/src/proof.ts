import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares what was sent with what is right without telling by its time how much of it fits. */
export function sameSecret(given: string, right: string): boolean {
  // Hashed first: timingSafeEqual needs equal lengths, and the length is no business of the sender either.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

/** Whether a sender's clock (seconds since the epoch) is within the window of ours, before or after. */
export function fresh(unixSeconds: number, now: Date, windowSeconds: number): boolean {
  return Number.isFinite(unixSeconds) && Math.abs(now.getTime() / 1000 - unixSeconds) <= windowSeconds;
}
