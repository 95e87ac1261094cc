import { z } from 'zod';
import { eventSchema, timestamp } from '../envelope.ts';
import { rawItem } from './petitions-received.ts';

/**
 * What could not be read. Key and subject: the quarantine id, derived from channel, account and the raw bytes' hash,
 * so the same unreadable item delivered twice is one entry (with the later `time`).
 */
export const petitionQuarantined = eventSchema(
  'petition.quarantined',
  z.object({
    quarantineId: z.string(),
    /** Who could not read it. Items of stage `adapter` never entered `petitions.received`. */
    stage: z.enum(['adapter', 'normalizer', 'routing']),
    channel: z.string(),
    account: z.string(),
    reason: z.object({ code: z.string(), message: z.string() }),
    raw: rawItem,
    receivedAt: timestamp,
    /** Stage normalizer or routing: where the record stands in its topic. */
    origin: z.object({ topic: z.string(), partition: z.number().int(), offset: z.number().int() }).nullable(),
  }),
);
export type PetitionQuarantined = z.infer<typeof petitionQuarantined>;

/** A replay read it after all: it left quarantine and entered `petitions.received` as these petitions (none: it said nothing). */
export const petitionRecovered = eventSchema(
  'petition.recovered',
  z.object({ quarantineId: z.string(), channel: z.string(), account: z.string(), petitionIds: z.array(z.string()) }),
);
export type PetitionRecovered = z.infer<typeof petitionRecovered>;
