import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is neither null nor false. Throws with what it waited for when it takes too long. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | false> | T | null | false,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await pause(50);
  }
}
