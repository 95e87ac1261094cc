import { z } from 'zod';
import { eventSchema, timestamp } from '../envelope.ts';
import { citizen } from './petitions-received.ts';

/** Key: the citizen key, else the petition id. Subject: the reply id. Read by each adapter for its own channel. */
export const replyRequested = eventSchema(
  'reply.requested',
  z.object({
    replyId: z.string(),
    petitionId: z.string(),
    caseId: z.string().nullable(),
    queryCode: z.string(),
    kind: z.enum(['receipt', 'answer', 'callback', 'state']),
    channel: z.string(),
    account: z.string(),
    citizen,
    threadId: z.string().nullable(),
    /** Native id of the item that is answered. */
    inReplyTo: z.string().nullable(),
    text: z.string(),
    /** Channels to try in turn when this one cannot deliver. */
    fallbacks: z.array(z.string()),
  }),
);
export type ReplyRequested = z.infer<typeof replyRequested>;

export const replyDelivered = eventSchema(
  'reply.delivered',
  z.object({
    replyId: z.string(),
    petitionId: z.string(),
    channel: z.string(),
    /** Into how many messages it was split. */
    parts: z.number().int().positive(),
    deliveredAt: timestamp,
  }),
);
export type ReplyDelivered = z.infer<typeof replyDelivered>;

export const replyFailed = eventSchema(
  'reply.failed',
  z.object({
    replyId: z.string(),
    petitionId: z.string(),
    channel: z.string(),
    reason: z.object({ code: z.string(), message: z.string() }),
    /** The channel that tries next; null when nobody does, and a person must. */
    nextChannel: z.string().nullable(),
  }),
);
export type ReplyFailed = z.infer<typeof replyFailed>;

export const replyEvent = z.discriminatedUnion('type', [replyRequested, replyDelivered, replyFailed]);
export type ReplyEvent = z.infer<typeof replyEvent>;
