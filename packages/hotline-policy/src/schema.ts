import { PETITION_CLASSES } from '@yihaotong/petition-event';
import { z } from 'zod';

/*
 * What a policy file may hold. Unknown fields are errors: a mistyped one would otherwise be a rule that silently
 * does not apply. What refers to what is checked afterwards (check.ts).
 */

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, { error: 'an id is lower-case letters, digits and hyphens: write it like water-supply' });
const name = z.string().trim().min(1, { error: 'the name is empty: write one' });
const words = z.array(z.string().trim().min(1)).default([]);
const adcode = z.string().regex(/^\d{6}$/, {
  error: "an administrative division code has six digits: write it in quotes, like '990102'",
});
const date = z.iso.date({ error: "not a day of the calendar: write it in quotes, like '2026-10-01'" });
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: "not a time of day: write it in quotes with two digits each, like '09:00'",
});
const petitionClass = z.enum(PETITION_CLASSES);
const subtype = z.enum(['report', 'thanks', 'none']);
const urgency = z.union([z.literal(0), z.literal(1), z.literal(2)], {
  error: 'an urgency is 0 (normal), 1 (urgent) or 2 (danger): write one of these numbers',
});

/** One value or a list of them, read as a list. */
function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item.transform((value) => [value]), z.array(item).min(1)]);
}

export interface TopicFile {
  name: string;
  words: string[];
  children: TopicFile[];
}

const topic: z.ZodType<TopicFile> = z.lazy(() =>
  z.strictObject({
    name: name.refine((text) => !text.includes('/'), { error: 'a name cannot hold "/": leave it out' }),
    words,
    children: z.array(topic).default([]),
  }),
);

/** When a rule applies; what is left out does not matter. */
const conditions = z.strictObject({
  topic: oneOrMore(name).optional(),
  area: oneOrMore(name).optional(),
  class: oneOrMore(petitionClass).optional(),
  subtype: oneOrMore(subtype).optional(),
  urgency: oneOrMore(urgency).optional(),
  /** The text names one of the kinds of urgent social help. */
  socialHelp: z.boolean().optional(),
  /** The text holds one of these words. */
  words: oneOrMore(name).optional(),
});

const limit = z
  .strictObject({
    name,
    when: conditions.default({}),
    hours: z.number().positive().max(10_000).optional(),
    workingDays: z.int().min(1).max(250).optional(),
  })
  .refine((written) => (written.hours === undefined) !== (written.workingDays === undefined), {
    error: 'a limit needs either hours or workingDays: write one of the two',
  });

const texts = z.record(z.string(), z.record(z.string(), z.string().trim().min(1)));

export const policyFile = z.strictObject({
  city: z.strictObject({
    name,
    nameEnglish: name,
    adcode,
    timeZone: z.string(),
    languages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/)).min(1),
  }),
  calendar: z.strictObject({
    holidays: z.enum(['state-council', 'weekends']),
    extraHolidays: z.array(date).default([]),
    extraWorkdays: z.array(date).default([]),
    hours: z.array(z.strictObject({ from: clock, to: clock })).min(1),
  }),
  units: z
    .array(z.strictObject({ id, name, kind: z.enum(['network', 'external']) }))
    .min(1, { error: 'there is no unit: write at least the hotline desk itself' }),
  deskUnit: z.string(),
  areas: z.array(z.strictObject({ name, adcode, aliases: words, unit: z.string().optional() })),
  topics: z.array(topic).min(1, { error: 'there is no topic: write at least one' }),
  classes: z.partialRecord(petitionClass, z.record(z.string(), name)),
  unitRules: z.array(z.strictObject({ when: conditions, unit: z.string(), note: name.optional() })),
  limits: z.array(limit).min(1, { error: 'there is no limit: write at least one without conditions' }),
  yellow: z.strictObject({ workingDays: z.int().min(1), share: z.number().gt(0).max(1) }),
  socialHelp: z.array(z.strictObject({ name, words: z.array(z.string().trim().min(1)).min(1) })).default([]),
  unsureBelow: z.number().min(0).max(1),
  nuisance: z.strictObject({
    count: z.int().min(2),
    withinMinutes: z.number().positive(),
    notice: z.boolean(),
  }),
  matterWindowDays: z.number().positive(),
  lines: z.array(z.strictObject({ number: z.string().regex(/^[\d-]+$/), name })).default([]),
  fallbacks: z.record(z.string(), z.array(z.string())).default({}),
  texts,
});

export type PolicyFile = z.output<typeof policyFile>;
export type Conditions = z.output<typeof conditions>;
