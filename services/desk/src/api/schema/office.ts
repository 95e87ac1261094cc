import { petitionClass } from '@yihaotong/petition-event';
import { z } from 'zod';
import { moment, next, paging } from './common.ts';

export const channelRow = z.object({
  id: z.string(),
  kind: z.enum(['push', 'poll']),
  title: z.object({ zh: z.string(), en: z.string() }),
  adapterVersion: z.string(),
  /** `failing`: it is set up, and something is wrong that a person must look at. */
  state: z.enum(['running', 'not-configured', 'failing']),
  /** Settings without which the channel stays off. */
  missing: z.array(z.string()),
  /** Settings whose value cannot be right, and why. */
  wrong: z.array(z.string()),
  lastReceivedAt: moment.nullable(),
  lastDeliveredAt: moment.nullable(),
  /** Items on the adapter's own disk, while the log is away. */
  outboxItems: z.number().int(),
  /** The latest ten, oldest first. */
  alarms: z.array(z.object({ code: z.string(), message: z.string(), at: moment })),
  updatedAt: moment,
});
export type ChannelRow = z.infer<typeof channelRow>;
export const channelsAnswer = z.object({ items: z.array(channelRow) });
export type ChannelsAnswer = z.infer<typeof channelsAnswer>;

export interface TopicChoice {
  name: string;
  children: TopicChoice[];
}
const topicChoice: z.ZodType<TopicChoice> = z.lazy(() =>
  z.object({ name: z.string(), children: z.array(topicChoice) }),
);
export const policyAnswer = z.object({
  city: z.object({ name: z.string(), nameEnglish: z.string(), timeZone: z.string() }),
  units: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(['network', 'external']) })),
  areas: z.array(z.object({ name: z.string(), adcode: z.string() })),
  topics: z.array(topicChoice),
  /** What the classes are called, by language. */
  classes: z.array(z.object({ id: petitionClass, names: z.record(z.string(), z.string()) })),
  lines: z.array(z.object({ number: z.string(), name: z.string() })),
});
export type PolicyAnswer = z.infer<typeof policyAnswer>;

export const auditQuery = z.object({
  ...paging,
  who: z.string().max(60).optional(),
  target: z.string().max(200).optional(),
});
export const auditRow = z.object({
  at: moment,
  who: z.string(),
  role: z.string(),
  /** `petition.revealed`, `quarantine.raw-viewed`, `case.answered`, `user.added`, `session.signed-in` … */
  action: z.string(),
  /** A petition id, a case id, a quarantine id, a user's name. */
  target: z.string(),
  reason: z.string().nullable(),
});
export type AuditRow = z.infer<typeof auditRow>;
export const auditAnswer = z.object({ items: z.array(auditRow), next });
export type AuditAnswer = z.infer<typeof auditAnswer>;
