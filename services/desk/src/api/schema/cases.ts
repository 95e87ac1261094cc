import { caseSnapshot, petitionClass, petitionSubtype, urgency } from '@yihaotong/petition-event';
import { z } from 'zod';
import { flag, listOf, moment, next, paging, urgencyText } from './common.ts';

export const LAMPS = ['green', 'yellow', 'red', 'tick'] as const;
export const lamp = z.enum(LAMPS);

export const caseFilter = z.object({
  lamp: listOf(lamp).optional(),
  state: z.enum(['open', 'closed']).optional(),
  class: listOf(petitionClass).optional(),
  /** First level of the topic. */
  topic: listOf(z.string()).optional(),
  unit: listOf(z.string()).optional(),
  district: listOf(z.string()).optional(),
  channel: listOf(z.string()).optional(),
  urgency: listOf(urgencyText).optional(),
  unsure: flag.optional(),
  matter: z.string().max(100).optional(),
  /** Words of title, text, topic, place or unit; or a query code. */
  q: z.string().trim().max(100).optional(),
  openedFrom: z.iso.datetime({ offset: true }).optional(),
  openedTo: z.iso.datetime({ offset: true }).optional(),
});
export type CaseFilter = z.infer<typeof caseFilter>;

export const caseListQuery = caseFilter.extend({
  ...paging,
  sort: z.enum(['deadline', 'openedAt']).default('deadline'),
  order: z.enum(['ascending', 'descending']).default('ascending'),
});
export type CaseListQuery = z.infer<typeof caseListQuery>;

/** A row of the board. Title and summary are redacted. */
export const caseRow = caseSnapshot
  .omit({ explanations: true, answer: true, previousCaseId: true })
  .extend({ lamp, petitions: z.number().int() });
export type CaseRow = z.infer<typeof caseRow>;

export const caseListAnswer = z.object({ items: z.array(caseRow), next });
export type CaseListAnswer = z.infer<typeof caseListAnswer>;
export const countAnswer = z.object({ count: z.number().int() });

const counts = z.record(z.string(), z.number().int());
export const summaryAnswer = z.object({
  at: moment,
  /** All cases, by lamp. */
  lamps: z.record(lamp, z.number().int()),
  /** Open cases. */
  open: z.object({ classes: counts, units: counts, channels: counts }),
  /** Since midnight in the city. */
  today: z.object({ petitions: z.number().int(), opened: z.number().int(), closed: z.number().int(), topics: counts }),
  /** What waits for a person; null for roles that cannot act on it. */
  waiting: z
    .object({ quarantined: z.number().int(), repliesFailed: z.number().int(), unsure: z.number().int() })
    .nullable(),
});
export type SummaryAnswer = z.infer<typeof summaryAnswer>;

export const caseAnswer = z.object({
  case: caseSnapshot,
  lamp,
  petitions: z.number().int(),
  /** What the reader may do here. */
  may: z.object({ answer: z.boolean(), correct: z.boolean(), reveal: z.boolean() }),
});
export type CaseAnswer = z.infer<typeof caseAnswer>;

export const timelineEntry = z.object({
  id: z.string(),
  at: moment,
  /** An event's type: `case.opened`, `reply.delivered`, `petition.redelivered` … */
  type: z.string(),
  by: z.string(),
  note: z.string(),
  caseId: z.string().nullable(),
  petitionId: z.string().nullable(),
  /** The event or desk action that caused it. */
  causeId: z.string().nullable(),
  /** After a correction: what the case is now. */
  corrected: z
    .object({ class: petitionClass, subtype: petitionSubtype, topic: z.string(), urgency, unitId: z.string() })
    .nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
export const timelineAnswer = z.object({ items: z.array(timelineEntry), next });
export type TimelineAnswer = z.infer<typeof timelineAnswer>;

export const replyRow = z.object({
  replyId: z.string(),
  petitionId: z.string(),
  caseId: z.string().nullable(),
  kind: z.enum(['receipt', 'answer', 'callback', 'state']),
  channel: z.string(),
  text: z.string(),
  requestedAt: moment,
  /** `failed`: nobody tries any more, a person must. `falling-back`: another channel tries. */
  state: z.enum(['requested', 'delivered', 'falling-back', 'failed']),
  /** The channel that delivered it, or that tries next. */
  through: z.string().nullable(),
  at: moment.nullable(),
  reason: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ReplyRow = z.infer<typeof replyRow>;
export const replyListAnswer = z.object({ items: z.array(replyRow), next });
export type ReplyListAnswer = z.infer<typeof replyListAnswer>;
