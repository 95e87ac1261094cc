import { setTimeout as pause } from 'node:timers/promises';

/** What has to be taken down again, in the order in which it was set up. */
export type Undo = (() => Promise<unknown>)[];

/** Longer than any stop of an adapter that is right; one that hangs must not hang the suite. */
const PATIENCE = 10_000;

/**
 * Runs the work and takes down what it set up, the latest first, whatever happened. Rejects with the work's error, else
 * with the first error of the taking down.
 */
export async function cleanly(work: (undo: Undo) => Promise<void>): Promise<void> {
  const undo: Undo = [];
  const errors: unknown[] = [];
  await work(undo).catch((error: unknown) => errors.push(error));
  for (const step of undo.toReversed()) await inTime(step).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function inTime(step: () => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const late = pause(PATIENCE, undefined, { signal: over.signal }).then(() => {
    throw new Error(`stopping took more than ${PATIENCE / 1000} s`);
  });
  // Only its lateness counts; that it was called off does not.
  late.catch(() => {});
  await Promise.race([step(), late]).finally(() => over.abort());
}
