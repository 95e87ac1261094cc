import { z } from 'zod';
import { moment, next, paging } from './common.ts';

const stage = z.enum(['adapter', 'normalizer', 'routing']);
export const quarantineFilter = z.object({
  /** Entries that wait for a replay are open ones. */
  state: z.enum(['open', 'recovered']).optional(),
  channel: z.string().max(60).optional(),
  stage: stage.optional(),
  code: z.string().max(100).optional(),
});
export const quarantineListQuery = quarantineFilter.extend(paging);
export type QuarantineListQuery = z.infer<typeof quarantineListQuery>;
export const quarantineRow = z.object({
  quarantineId: z.string(),
  /** `replayed`: a replay was asked for and has not been carried out yet. */
  state: z.enum(['open', 'replayed', 'recovered']),
  stage,
  channel: z.string(),
  account: z.string(),
  code: z.string(),
  message: z.string(),
  mediaType: z.string(),
  receivedAt: moment,
  /** When it was last put into quarantine, or left it. */
  at: moment,
  replayedAt: moment.nullable(),
  petitionIds: z.array(z.string()),
});
export type QuarantineRow = z.infer<typeof quarantineRow>;
export const quarantineListAnswer = z.object({
  items: z.array(quarantineRow),
  next,
  /** Open entries by channel, stage and code, for the buttons "replay all of a reason". */
  reasons: z.array(z.object({ channel: z.string(), stage, code: z.string(), count: z.number().int() })),
});
export type QuarantineListAnswer = z.infer<typeof quarantineListAnswer>;
export const rawAnswer = z.object({
  mediaType: z.string(),
  sha256: z.string(),
  headers: z.record(z.string(), z.string()),
  /** The first MiB of the bytes. */
  base64: z.string(),
  /** The bytes as text, when they are UTF-8. */
  text: z.string().nullable(),
  cut: z.boolean(),
});
export type RawAnswer = z.infer<typeof rawAnswer>;
export const replayMany = z.object({ channel: z.string().min(1), stage: stage.optional(), code: z.string().min(1) });
export const replayAnswer = z.object({ count: z.number().int() });
export type ReplayAnswer = z.infer<typeof replayAnswer>;
