import { petitionClass, petitionSubtype, relation, understanding, urgency } from '@yihaotong/petition-event';
import { z } from 'zod';
import { replyRow, timelineEntry } from './cases.ts';
import { flag, invalid, listOf, moment, next, paging } from './common.ts';

export const petitionFilter = z.object({
  channel: listOf(z.string()).optional(),
  class: listOf(petitionClass).optional(),
  relation: listOf(z.enum(['new', 'repeat', 'same-matter'])).optional(),
  /** true: only what was marked as nuisance; false: only the others. */
  invalid: flag.optional(),
  matter: z.string().max(100).optional(),
  q: z.string().trim().max(100).optional(),
  receivedFrom: z.iso.datetime({ offset: true }).optional(),
  receivedTo: z.iso.datetime({ offset: true }).optional(),
});
export const petitionListQuery = petitionFilter.extend(paging);
export type PetitionListQuery = z.infer<typeof petitionListQuery>;

/** A petition in a list; everything redacted, name and phone masked. */
export const petitionRow = z.object({
  petitionId: z.string(),
  caseId: z.string().nullable(),
  matterId: z.string(),
  channel: z.string(),
  queryCode: z.string(),
  title: z.string(),
  text: z.string(),
  class: petitionClass,
  subtype: petitionSubtype,
  topic: z.string(),
  urgency,
  unsure: z.boolean(),
  relation: relation.shape.kind,
  invalid,
  citizen: z.object({ anonymous: z.boolean(), name: z.string().nullable(), phone: z.string().nullable() }),
  attachments: z.number().int(),
  occurredAt: moment,
  receivedAt: moment,
});
export type PetitionRow = z.infer<typeof petitionRow>;
export const petitionListAnswer = z.object({ items: z.array(petitionRow), next });
export type PetitionListAnswer = z.infer<typeof petitionListAnswer>;

export const attachmentRow = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int().nullable(),
  /** `stored`: it can be downloaded. `pending`: it is still being fetched. */
  state: z.enum(['stored', 'pending', 'failed']),
  /** Why it failed: a code. */
  reason: z.string().nullable(),
});
export type AttachmentRow = z.infer<typeof attachmentRow>;

export const petitionAnswer = z.object({
  petition: petitionRow.extend({
    account: z.string(),
    line: z.string().nullable(),
    language: z.string(),
    place: z.object({ text: z.string(), district: z.string().nullable(), adcode: z.string().nullable() }),
    statedKind: z.string().nullable(),
    adapterVersion: z.string(),
  }),
  /** What was understood, with the evidence; `corrected` in the timeline says what a person made of it. */
  understanding,
  relation,
  /** The earlier petition that it was recognised by, when it can be shown to the reader. */
  related: petitionRow.nullable(),
  attachments: z.array(attachmentRow),
  timeline: z.array(timelineEntry),
  replies: z.array(replyRow),
  may: z.object({ reveal: z.boolean(), correct: z.boolean() }),
});
export type PetitionAnswer = z.infer<typeof petitionAnswer>;
