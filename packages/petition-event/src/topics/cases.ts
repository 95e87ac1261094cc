import { z } from 'zod';
import { eventSchema, timestamp } from '../envelope.ts';
import { foundPlace, petitionClass, petitionSubtype, urgency } from './petitions-understood.ts';

/** A decision that explains itself: in words, and the policy line that gave it (`default.yaml:42`). */
export const explanation = z.object({ text: z.string(), policy: z.string().nullable() });
export type Explanation = z.infer<typeof explanation>;

export const caseSnapshot = z.object({
  caseId: z.string(),
  /** Grows by one with each change; a projection keeps the highest. */
  version: z.number().int().positive(),
  matterId: z.string(),
  /** The case on the same matter that was closed before this one opened. */
  previousCaseId: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  /** The first petition's text, redacted. */
  summary: z.string(),
  class: petitionClass,
  subtype: petitionSubtype,
  topic: z.string(),
  urgency,
  unsure: z.boolean(),
  place: foundPlace,
  /** Channel of the first petition. */
  channel: z.string(),
  unit: z.object({ id: z.string(), name: z.string() }),
  openedAt: timestamp,
  /** The yellow card is up from here on. */
  yellowAt: timestamp,
  /** Red from the first moment after it. */
  deadline: timestamp,
  answer: z.object({ text: z.string(), signedBy: z.string(), at: timestamp }).nullable(),
  closedAt: timestamp.nullable(),
  explanations: z.object({ unit: explanation, deadline: explanation, class: explanation }),
});
export type CaseSnapshot = z.infer<typeof caseSnapshot>;

/** What happened to the case, for the timeline. `by` is a user's name or a service's. */
export const caseChange = z.object({
  by: z.string(),
  note: z.string(),
  /** The petition concerned, if one. */
  petitionId: z.string().nullable(),
  /** The channel event or desk action that caused it. */
  causeId: z.string(),
});

const data = z.object({ case: caseSnapshot, change: caseChange });

/** Key and subject: the case id. Every event carries the whole case after the change. */
export const caseOpened = eventSchema('case.opened', data);
/** One more petition about the same matter: it is linked, and keeps its own receipt and callback. */
export const caseJoined = eventSchema('case.joined', data);
/** Class, topic, urgency, unit or place set right by a person. */
export const caseCorrected = eventSchema('case.corrected', data);
/** Answered, and with it closed. */
export const caseAnswered = eventSchema('case.answered', data);
/** A desk action that could not be carried out, with the reason in `change.note`; the case is as it was. */
export const caseRefused = eventSchema('case.refused', data);

export const caseEvent = z.discriminatedUnion('type', [
  caseOpened,
  caseJoined,
  caseCorrected,
  caseAnswered,
  caseRefused,
]);
export type CaseEvent = z.infer<typeof caseEvent>;
