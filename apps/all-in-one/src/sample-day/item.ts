import { z } from 'zod';

const at = z.string().regex(/^\d\d:\d\d:\d\d$/);

/** Something that a citizen of the sample city says. */
const said = z.strictObject({
  at,
  /** The channel in whose tone it is written; it goes in by that channel where it exists, else by the app's. */
  tone: z.enum(['phone', 'sms', 'mailbox', 'wechat', 'weibo', 'app', 'forum']),
  /** Name inside the sample by which an answer refers to it. */
  ref: z.string().optional(),
  citizen: z.string(),
  name: z.string().optional(),
  title: z.string().optional(),
  text: z.string().min(1),
  district: z.string().optional(),
  address: z.string().optional(),
  /** What the app's API calls an idempotency key; the same twice is a redelivery. */
  nativeId: z.string().optional(),
});
export type Said = z.infer<typeof said>;

/** Bytes that no channel can read. */
const unreadable = z.strictObject({ at, unreadable: z.string() });

/** What the desk answers to the case of an earlier item. */
const answered = z.strictObject({ at, answers: z.string(), text: z.string(), signedBy: z.string() });
export type Answered = z.infer<typeof answered>;

export const sampleItem = z.union([said, unreadable, answered]);
export type SampleItem = z.infer<typeof sampleItem>;
