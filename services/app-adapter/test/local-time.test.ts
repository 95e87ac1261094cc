import { expect, test } from '@jest/globals';
import { instantOf } from '../src/form/local-time.ts';

test.each([
  ['2026-03-01T09:30', 'Asia/Shanghai', '2026-03-01T01:30:00.000Z'],
  ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
  // The clocks go forward at 02:00 on that day.
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-01-01T00:15', 'America/St_Johns', '2026-01-01T03:45:00.000Z'],
])('%s on the clocks of %s is %s', (local, zone, instant) => {
  expect(instantOf(local, zone)?.toISOString()).toBe(instant);
});

test.each(['', '2026-03-01', '2026-02-31T25:00', 'yesterday'])('%j is no time', (local) => {
  expect(instantOf(local, 'Asia/Shanghai')).toBeNull();
});
