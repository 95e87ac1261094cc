import { petitionClass, petitionSubtype, urgency } from '@yihaotong/petition-event';
import { z } from 'zod';
import { reason } from './common.ts';

export const reveal = z.object({ reason });
export const revealAnswer = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  identity: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  place: z.string(),
});
export type RevealAnswer = z.infer<typeof revealAnswer>;

/** `requestId`: made by the client once per press of the button, so that sending it again does nothing twice. */
const requestId = z.string().min(8).max(100).optional();

export const answerCase = z.object({
  text: z.string().trim().min(1).max(5000),
  signedBy: z.string().trim().min(1).max(60),
  requestId,
});
export const correctCase = z
  .object({
    petitionId: z.string().min(1),
    reason,
    class: petitionClass.optional(),
    subtype: petitionSubtype.optional(),
    topic: z.string().min(1).max(200).optional(),
    urgency: urgency.optional(),
    unitId: z.string().min(1).optional(),
    requestId,
  })
  .refine(
    (given) => [given.class, given.subtype, given.topic, given.urgency, given.unitId].some((v) => v !== undefined),
    'nothing is corrected: give class, subtype, topic, urgency or unitId',
  );
export const actionAnswer = z.object({ actionId: z.string() });
export type ActionAnswer = z.infer<typeof actionAnswer>;
/** `pending`: on the log, not carried out yet. `refused`: see the note. */
export const actionState = z.object({
  actionId: z.string(),
  state: z.enum(['pending', 'done', 'refused']),
  note: z.string().nullable(),
});
export type ActionState = z.infer<typeof actionState>;
