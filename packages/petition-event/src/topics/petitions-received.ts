import { z } from 'zod';
import { eventSchema, timestamp } from '../envelope.ts';

/** Personal data, encrypted at rest (see seal.ts). */
export const sealed = z.templateLiteral(['sealed:', z.string()]);

export const attachment = z.object({
  /** Unique within the petition; stable over redelivery. */
  id: z.string().min(1),
  name: z.string(),
  mediaType: z.string(),
  /** Bytes, when known. */
  size: z.number().int().nonnegative().nullable(),
  /** Content hash under which the blob is stored; null until it was fetched. */
  sha256: z.string().nullable(),
  /** Where to fetch it, when it did not come with the item. */
  url: z.string().nullable(),
});
export type Attachment = z.infer<typeof attachment>;

export const citizen = z.object({
  /** HMAC of the channel identity; null when the citizen stays anonymous. */
  key: z.string().nullable(),
  /** The address to answer to on this channel (number, open id, mail address …). */
  identity: sealed.nullable(),
  name: sealed.nullable(),
  phone: sealed.nullable(),
});
export type Citizen = z.infer<typeof citizen>;

export const saidPlace = z.object({
  /** The address in the citizen's own words. */
  text: z.string(),
  /** WGS 84 degrees. */
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  /** Administrative division code, GB/T 2260. */
  adcode: z.string().nullable(),
  /** The district by name, when the channel states it. */
  district: z.string().nullable(),
});
export type SaidPlace = z.infer<typeof saidPlace>;

/** One thing that one citizen said, on one channel, once. */
export const petition = z.object({
  channel: z.string().min(1),
  /** Which account, number, mailbox or site of the channel it came in on. */
  account: z.string().min(1),
  /** The channel's own id of the item, or a content hash (identity.ts). */
  nativeId: z.string().min(1),
  /** Conversation, thread or call it belongs to. */
  threadId: z.string().nullable(),
  /** Which merged hotline (line registry) it came in on. */
  line: z.string().nullable(),
  citizen,
  title: z.string(),
  text: z.string(),
  /** BCP 47. */
  language: z.string(),
  place: saidPlace,
  attachments: z.array(attachment),
  /** When the citizen said it. */
  occurredAt: timestamp,
  /** When the adapter took it in. */
  receivedAt: timestamp,
  /** The code by which the citizen asks for its state. */
  queryCode: z.string(),
  /** The kind that the citizen picked on the channel (an Open311 service code, a menu entry), if any. */
  statedKind: z.string().nullable(),
  /** Language-neutral extras of the channel, kept as they came; never personal data. */
  extras: z.record(z.string(), z.string()),
  /** Package version of the adapter that read it. */
  adapterVersion: z.string(),
});
export type Petition = z.infer<typeof petition>;

/** What the channel delivered, byte for byte: a better parser can be run over it later. */
export const rawItem = z.object({
  mediaType: z.string(),
  sha256: z.string(),
  /** base64 of the bytes, sealed; null where it was too large for an event and stands in the blob store under its hash. */
  body: sealed.nullable(),
  /** Header fields that parsing needs; never credentials. */
  headers: z.record(z.string(), z.string()),
});
export type RawItem = z.infer<typeof rawItem>;

/** Written by adapters; key: citizen key, or the petition id for anonymous ones. `subject` and `id` are the petition id. */
export const petitionReceived = eventSchema('petition.received', z.object({ petition, raw: rawItem }));
export type PetitionReceived = z.infer<typeof petitionReceived>;
