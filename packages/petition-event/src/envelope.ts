import { z } from 'zod';

/**
 * A CloudEvents 1.0 envelope in structured JSON mode.
 * Source: CloudEvents specification 1.0.2, section "Context Attributes".
 */
export interface Envelope<Type extends string, Data> {
  specversion: '1.0';
  /** Deterministic: the same happening always has the same id, so that seeing it twice is seeing it once. */
  id: string;
  /** Who says it, as a path: `/channels/<channel>/<account>` or `/services/<service>`. */
  source: string;
  type: Type;
  /** When it happened, RFC 3339 with zone, to the second or finer. */
  time: string;
  /** What it is about: a petition id, a case id, a reply id. */
  subject: string;
  datacontenttype: 'application/json';
  data: Data;
}

/** RFC 3339 date-time with an offset or `Z`. */
export const timestamp = z.iso.datetime({ offset: true });

/** The schema of one event type: its envelope around the schema of its data. */
export function eventSchema<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z.object({
    specversion: z.literal('1.0'),
    id: z.string().min(1).max(200),
    source: z.string().min(1).max(300),
    type: z.literal(type),
    time: timestamp,
    subject: z.string().min(1).max(200),
    datacontenttype: z.literal('application/json'),
    data,
  });
}

/** Puts data into its envelope. `time` is a Date; it is written in UTC. */
export function envelope<Type extends string, Data>(
  type: Type,
  fields: { id: string; source: string; subject: string; time: Date; data: Data },
): Envelope<Type, Data> {
  return {
    specversion: '1.0',
    id: fields.id,
    source: fields.source,
    type,
    time: fields.time.toISOString(),
    subject: fields.subject,
    datacontenttype: 'application/json',
    data: fields.data,
  };
}
