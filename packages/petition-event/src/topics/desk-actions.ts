import { z } from 'zod';
import { eventSchema } from '../envelope.ts';
import { petitionClass, petitionSubtype, urgency } from './petitions-understood.ts';

/** What people at the desk decide. Key: the case id, or the quarantine id. `by` is a user's name. */
export const actionAnswered = eventSchema(
  'action.answered',
  z.object({ caseId: z.string(), by: z.string(), text: z.string().min(1), signedBy: z.string().min(1) }),
);

/** Only what is given is changed. */
export const actionCorrected = eventSchema(
  'action.corrected',
  z.object({
    caseId: z.string(),
    /** The petition whose reading was wrong: corrections are what the classifier learns from. */
    petitionId: z.string(),
    by: z.string(),
    reason: z.string(),
    class: petitionClass.optional(),
    subtype: petitionSubtype.optional(),
    topic: z.string().optional(),
    urgency: urgency.optional(),
    unitId: z.string().optional(),
  }),
);

/** Read it again: carried out by the adapter of the channel. */
export const actionReplayed = eventSchema(
  'action.replayed',
  z.object({ quarantineId: z.string(), channel: z.string(), by: z.string() }),
);

export const deskAction = z.discriminatedUnion('type', [actionAnswered, actionCorrected, actionReplayed]);
export type DeskAction = z.infer<typeof deskAction>;
