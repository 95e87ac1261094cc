import { petitionClass } from '@yihaotong/petition-event';
import { z } from 'zod';
import { moment } from './common.ts';

export const publicPetitionAnswer = z.object({
  queryCode: z.string(),
  /** `received`: no case yet. `not-a-case`: taken as nuisance or asking for nothing. */
  state: z.enum(['received', 'in-progress', 'answered', 'not-a-case']),
  class: petitionClass,
  topic: z.string(),
  receivedAt: moment,
  unit: z.string().nullable(),
  deadline: moment.nullable(),
  answer: z.object({ text: z.string(), signedBy: z.string(), at: moment }).nullable(),
});
export type PublicPetitionAnswer = z.infer<typeof publicPetitionAnswer>;
