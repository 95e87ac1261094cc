import { z } from 'zod';

/** Length in code points, as JSON Schema counts it. */
const atMost = (max: number) =>
  z
    .string()
    .refine((text) => text.length <= max || [...text].length <= max, { error: `must be at most ${max} characters` })
    .meta({ maxLength: max });

const words = (max: number) =>
  // Blanks spelled out: `\S` is not the same set in every regex dialect that reads the published schema.
  atMost(max).regex(/[^ \t\r\n\u3000]/, { error: 'must not be empty' });

const httpUrl = z
  .string()
  .max(2000, { error: 'must be at most 2000 characters' })
  .regex(/^https?:\/\/[a-zA-Z0-9]/, { error: 'must be an http or https address' });

const attachmentFields = {
  name: atMost(200).nullish(),
  mediaType: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9.+-]+$/, { error: 'must be a media type such as image/jpeg' })
    .max(100),
};

const attachment = z.union(
  [
    z.object({ ...attachmentFields, url: httpUrl.describe('Fetched later, from public addresses only') }),
    z.object({ ...attachmentFields, base64: z.base64().describe('The bytes themselves') }),
  ],
  { error: 'must have mediaType and either url or base64' },
);

const instant = z.iso.datetime({
  offset: true,
  error: 'must be RFC 3339 with a zone, such as 2026-03-01T09:30:00+08:00',
});

const NATIVE_ID = /^[!-~]{1,200}$/;

/** One petition, as an integrator posts it. Unknown fields are ignored. */
export const petitionBody = z.object(
  {
    id: z
      .string()
      .regex(NATIVE_ID, { error: 'must be 1 to 200 printable ASCII characters without blanks' })
      .nullish()
      .describe('Your own id of the petition; the header Idempotency-Key goes before it. Same id: same petition.'),
    title: atMost(200).nullish(),
    text: words(20_000).describe("What the citizen said, in the citizen's words"),
    citizen: z
      .object({
        identity: words(200).nullish().describe('Who it is in your system; the same citizen always has the same'),
        name: atMost(100).nullish(),
        phone: atMost(40).nullish(),
      })
      .nullish(),
    place: z
      .object({
        text: atMost(500).nullish().describe("The address in the citizen's words"),
        latitude: z.number().min(-90).max(90).nullish().describe('WGS 84 degrees'),
        longitude: z.number().min(-180).max(180).nullish().describe('WGS 84 degrees'),
        adcode: z
          .string()
          .regex(/^[0-9]{6}$/, { error: 'must be six digits' })
          .nullish()
          .describe('Administrative division code, GB/T 2260'),
        district: atMost(100).nullish(),
      })
      .nullish(),
    occurredAt: instant.nullish().describe('When the citizen said it; default: now'),
    happenedAt: instant.nullish().describe('When it happened, where that is not when it was said'),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { error: 'must be a language tag such as zh-CN' })
      .nullish(),
    kind: atMost(200).nullish().describe('The kind that the citizen picked in your app, in any words'),
    line: atMost(40).nullish().describe('The merged hotline that it came in on, by its old number'),
    threadId: atMost(200).nullish().describe('The conversation that it belongs to'),
    attachments: z.array(attachment).max(20, { error: 'must be at most 20' }).nullish(),
  },
  { error: 'must be an object' },
);
export type PetitionBody = z.output<typeof petitionBody>;

/** Empty form fields count as absent. */
const field = (max: number) =>
  atMost(max)
    .nullish()
    .transform((text) => (text?.trim() ? text : null));

const degrees = (limit: number) =>
  z
    .union([z.number(), z.string().trim()])
    .nullish()
    .transform((value) => (value === '' || value === null || value === undefined ? null : Number(value)))
    .refine((value) => value === null || (value >= -limit && value <= limit), {
      error: `must be degrees between -${limit} and ${limit}`,
    });

/** The arguments of GeoReport v2, "POST Service Request". Unknown ones are ignored. */
export const open311Body = z
  .object({
    service_code: field(200),
    description: atMost(20_000).regex(/[^ \t\r\n\u3000]/, { error: 'is missing' }),
    lat: degrees(90),
    long: degrees(180),
    address_string: field(500),
    address_id: field(200),
    email: field(200),
    device_id: field(200),
    account_id: field(200),
    first_name: field(100),
    last_name: field(100),
    phone: field(40),
    media_url: httpUrl.or(z.literal('').transform(() => null)).nullish(),
    attributes: z
      .record(z.string(), z.union([z.string(), z.number()]).transform(String))
      .nullish()
      .transform((given) => given ?? {}),
  })
  .refine((body) => (body.lat === null) === (body.long === null), {
    error: 'lat and long only make sense together',
    path: ['lat'],
  });
export type Open311Body = z.output<typeof open311Body>;
