import type { LampOf } from './port.ts';

/** Red from the first moment after the deadline, yellow from `yellowAt` on, a tick once closed. */
export const lampOf: LampOf = ({ closedAt, yellowAt, deadline }, now) => {
  if (closedAt !== null) return 'tick';
  if (now.getTime() > Date.parse(deadline)) return 'red';
  return now.getTime() >= Date.parse(yellowAt) ? 'yellow' : 'green';
};
