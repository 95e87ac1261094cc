import { z } from 'zod';
import { eventSchema } from '../envelope.ts';
import { petition } from './petitions-received.ts';
import { position, understanding } from './petitions-understood.ts';

export const RELATIONS = ['new', 'repeat', 'same-matter', 'redelivery'] as const;

export const relation = z.object({
  /** new · repeat: the same citizen again · same-matter: another citizen · redelivery: the channel delivered it again. */
  kind: z.enum(RELATIONS),
  /** The problem it is about; for `new`, an id derived from the petition's own. */
  matterId: z.string(),
  /** The earlier petition it was recognised by; null for `new`. */
  of: z.string().nullable(),
  /** 0 to 1. */
  score: z.number().min(0).max(1),
  /** What the two have in common, strongest first. */
  shared: z.array(z.string()),
  /** The next best matter, to show how close it was. */
  runnerUp: z.object({ matterId: z.string(), score: z.number() }).nullable(),
});
export type Relation = z.infer<typeof relation>;

/** Marked by policy as nuisance: kept and shown, never counted, never a case. */
export const invalid = z.object({ code: z.string(), reason: z.string() }).nullable();

/**
 * Written by the normalizer's second step, partitioned like `petitions.understood` and its own changelog:
 * `origin` is the position in `petitions.understood`, so a process that takes over a partition resumes right after it;
 * `received` is that in `petitions.received`.
 * `subject` is the petition id; `id` equals it, but for redeliveries (derived from the origin).
 */
export const petitionNormalized = eventSchema(
  'petition.normalized',
  z.object({ petition, understanding, relation, invalid, origin: position, received: position }),
);
export type PetitionNormalized = z.infer<typeof petitionNormalized>;
