import { z } from 'zod';

/*
 * What GeoReport v2 promises, written from the standard's text (wiki.open311.org/GeoReport_v2): the fields that an answer
 * must have, and their types.
 */

const instant = z.iso.datetime({ offset: true });
const text = z.string().nullable();

const service = z.strictObject({
  service_code: z.string().min(1),
  service_name: z.string().min(1),
  description: z.string(),
  metadata: z.boolean(),
  type: z.enum(['realtime', 'batch', 'blackbox']),
  keywords: z.string(),
  group: z.string(),
});

const attribute = z.strictObject({
  variable: z.boolean(),
  code: z.string().min(1),
  datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
  required: z.boolean(),
  datatype_description: z.string(),
  order: z.int().positive(),
  description: z.string().min(1),
  values: z.array(z.strictObject({ key: z.string(), name: z.string() })).optional(),
});

const request = z.strictObject({
  service_request_id: z.string().min(1),
  status: z.enum(['open', 'closed']),
  status_notes: text,
  service_name: text,
  service_code: z.string().min(1),
  description: z.string().max(4000).nullable(),
  agency_responsible: text,
  service_notice: text,
  requested_datetime: instant,
  updated_datetime: instant,
  expected_datetime: instant.nullable(),
  address: text,
  address_id: text,
  zipcode: text,
  lat: z.number().nullable(),
  long: z.number().nullable(),
  media_url: z.url().nullable(),
});

export const SCHEMAS = {
  services: z.array(service),
  definition: z.strictObject({ service_code: z.string(), attributes: z.array(attribute) }),
  requests: z.array(request),
  accepted: z.tuple([
    z.strictObject({ service_request_id: z.string().min(1), service_notice: text, account_id: text }),
  ]),
  tokens: z.tuple([z.strictObject({ service_request_id: z.string(), token: z.string() })]),
  errors: z.array(z.strictObject({ code: z.int(), description: z.string().min(1) })).min(1),
  discovery: z.object({
    changeset: instant,
    contact: z.string(),
    key_service: z.string(),
    endpoints: z.array(
      z.object({
        specification: z.url(),
        url: z.url(),
        changeset: instant,
        type: z.enum(['production', 'test', 'dev']),
        formats: z.array(z.enum(['text/xml', 'application/json'])),
      }),
    ),
  }),
} as const;
