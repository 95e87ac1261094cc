import { z } from 'zod';
import type { FoundRequest } from '../requests/reader.ts';
import type { Recent } from '../requests/recent.ts';

const instant = z.iso.datetime({ offset: true });

/** The answer to a petition that was taken in. */
export const receipt = z.object({
  id: z.string().describe('The petition'),
  queryCode: z.string().describe('For the citizen, to ask for its state'),
  receivedAt: instant,
});

/** What may be known of a petition; no names, no numbers. */
export const petitionState = z.object({
  id: z.string(),
  queryCode: z.string(),
  state: z
    .enum(['received', 'understood', 'handling', 'answered', 'set-aside'])
    .describe('set-aside: not taken up, see reason'),
  receivedAt: instant,
  updatedAt: instant,
  class: z.enum(['consult', 'help', 'suggest', 'complain', 'other']).nullable(),
  topic: z.string().nullable().describe('A path of names joined by /'),
  unit: z.string().nullable().describe('The unit in charge'),
  deadline: instant.nullable(),
  answer: z.object({ text: z.string(), signedBy: z.string() }).nullable(),
  reason: z.string().nullable().describe('Why it is set aside'),
});
export type PetitionState = z.output<typeof petitionState>;

/** One line of the answer to a batch; in the order of the lines sent. */
export const batchLine = z.object({
  line: z.int().describe('Number of the line that was sent, from 1'),
  status: z.int().describe('As the same petition would have been answered by itself'),
  id: z.string().optional(),
  queryCode: z.string().optional(),
  receivedAt: instant.optional(),
  code: z.string().optional().describe('What went wrong'),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** A problem of RFC 9457. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What to do'),
  code: z.string(),
  errors: z
    .array(z.object({ pointer: z.string().describe('A JSON Pointer, or a header'), detail: z.string() }))
    .optional(),
  quarantineId: z.string().optional().describe('Where the item is kept for a person to look at'),
});

export function receiptOf({ id, queryCode, receivedAt }: Recent): z.output<typeof receipt> {
  return { id, queryCode, receivedAt: receivedAt.toISOString() };
}

export function stateOf({ id, body }: FoundRequest): PetitionState {
  return {
    id,
    queryCode: body.queryCode,
    state: body.state,
    receivedAt: body.receivedAt,
    updatedAt: body.updatedAt,
    class: body.class,
    topic: body.topic || null,
    unit: body.unit,
    deadline: body.deadline,
    answer: body.answer === null ? null : { text: body.answer, signedBy: body.signedBy ?? '' },
    reason: body.setAside,
  };
}
