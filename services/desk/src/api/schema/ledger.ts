import { z } from 'zod';
import { moment } from './common.ts';

export const account = z.object({
  received: z.number().int(),
  normalized: z.number().int(),
  redelivered: z.number().int(),
  quarantined: z.number().int(),
  inFlight: z.number().int(),
});
export type Account = z.infer<typeof account>;
export const ledgerQuery = z.object({
  by: z.enum(['channel', 'hour']).default('channel'),
  /** With `by=hour`: hours from here on; default: the last 48. */
  from: z.iso.datetime({ offset: true }).optional(),
});
export const ledgerAnswer = z.object({
  at: moment,
  /** False: the desk has counted everything, and more came out of a channel than went in. */
  balanced: z.boolean(),
  /** Records that the desk itself has not counted yet; wait for 0 before trusting the figures to the last item. */
  behind: z.number().int(),
  channels: z.record(z.string(), account),
  total: account,
});
export type LedgerAnswer = z.infer<typeof ledgerAnswer>;
export const ledgerByHourAnswer = ledgerAnswer.extend({
  hours: z.array(z.object({ hour: moment, channels: z.record(z.string(), account), total: account })),
});
export type LedgerByHourAnswer = z.infer<typeof ledgerByHourAnswer>;
