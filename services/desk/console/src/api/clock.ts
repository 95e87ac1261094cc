import type { SummaryAnswer } from '../../../src/api/schema.ts';
import { get } from './client.ts';

// How far the desk's clock is ahead of this machine's, milliseconds: lamps turn by the desk's.
let ahead = 0;

/** Sets this console's clock by the desk's. */
export async function readClock(): Promise<void> {
  const { at } = await get<SummaryAnswer>('/api/desk/summary');
  ahead = Date.parse(at) - Date.now();
}

/** The time at the desk. */
export function deskNow(): number {
  return Date.now() + ahead;
}
