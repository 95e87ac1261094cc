import { urgency } from '@yihaotong/petition-event';
import { z } from 'zod';

/** RFC 3339 in UTC with milliseconds, so that two of them compare as text. */
export const moment = z.string();
export const next = z
  .string()
  .nullable()
  .describe('pass as `after` for the page that follows; null: this was the last');
export const invalid = z.object({ code: z.string(), reason: z.string() }).nullable();
/** Why somebody does what the audit keeps. */
export const reason = z.string().trim().min(2, 'say why, in at least two characters').max(500);

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
/** Several values are joined by commas: `lamp=red,yellow`. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (text) => (typeof text === 'string' ? text.split(',').filter((part) => part !== '') : text),
    z.array(item).max(50),
  );
}
export const urgencyText = z.preprocess((text) => (typeof text === 'string' ? Number(text) : text), urgency);

export const paging = {
  after: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const pageQuery = z.object(paging);
