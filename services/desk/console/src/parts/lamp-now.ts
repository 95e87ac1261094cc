import type { CaseRow } from '../../../src/api/schema.ts';

/** The lamp by the clock: yellow from its moment on, red from the first moment after the deadline. */
export function lampNow(of: Pick<CaseRow, 'state' | 'yellowAt' | 'deadline'>, now: number): CaseRow['lamp'] {
  if (of.state === 'closed') return 'tick';
  if (now > Date.parse(of.deadline)) return 'red';
  return now >= Date.parse(of.yellowAt) ? 'yellow' : 'green';
}
