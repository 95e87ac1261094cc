import { z } from 'zod';
import { eventSchema } from '../envelope.ts';
import { petition } from './petitions-received.ts';

/** The four classes of the hotline; `other` is for what asks for nothing (domain word 其他). */
export const PETITION_CLASSES = ['consult', 'help', 'suggest', 'complain', 'other'] as const;
export const petitionClass = z.enum(PETITION_CLASSES);
export type PetitionClass = z.infer<typeof petitionClass>;

/** 举报 is a `report`, a subtype of complain; `thanks` and `none` stand outside the four. */
export const petitionSubtype = z.enum(['report', 'thanks', 'none']).nullable();
export type PetitionSubtype = z.infer<typeof petitionSubtype>;

/** 0 一般 normal · 1 紧急 utilities cut, hardship or health within a day · 2 特急 danger to life or property now. */
export const urgency = z.union([z.literal(0), z.literal(1), z.literal(2)]);
export type Urgency = z.infer<typeof urgency>;

/** A word or phrase of the text that spoke for a decision, with its weight (the larger, the stronger; same unit within one decision). */
export const evidence = z.object({ words: z.string(), weight: z.number() });
export type Evidence = z.infer<typeof evidence>;

export const foundPlace = z.object({
  district: z.string().nullable(),
  street: z.string().nullable(),
  road: z.string().nullable(),
  /** Estate, village, school, market …: the named thing the petition is about. */
  estate: z.string().nullable(),
  number: z.string().nullable(),
});
export type FoundPlace = z.infer<typeof foundPlace>;

export const understanding = z.object({
  class: petitionClass,
  subtype: petitionSubtype,
  /** Probability of the class, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Below the policy's threshold: a person looks first. */
  unsure: z.boolean(),
  /** A path of names joined by `/`; its first level is one of the policy's topics. */
  topic: z.string(),
  urgency,
  place: foundPlace,
  evidence: z.object({
    class: z.array(evidence),
    topic: z.array(evidence),
    urgency: z.array(evidence),
  }),
  /** Version of the model file. */
  model: z.string(),
});
export type Understanding = z.infer<typeof understanding>;

/** A place in a topic: what an output was made from, so that making it again is recognised. */
export const position = z.object({ partition: z.number().int().nonnegative(), offset: z.number().int().nonnegative() });

/**
 * Written by the normalizer's first step; key: the district (so that one matter meets in one partition).
 * `origin` is the position in `petitions.received`. `id` is derived from it; `subject` is the petition id.
 */
export const petitionUnderstood = eventSchema(
  'petition.understood',
  z.object({ petition, understanding, origin: position }),
);
export type PetitionUnderstood = z.infer<typeof petitionUnderstood>;
