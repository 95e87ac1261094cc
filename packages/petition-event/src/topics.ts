import { z } from 'zod';
import { caseEvent } from './topics/cases.ts';
import { deskAction } from './topics/desk-actions.ts';
import { petitionNormalized } from './topics/petitions-normalized.ts';
import { petitionQuarantined, petitionRecovered } from './topics/petitions-quarantined.ts';
import { petitionReceived } from './topics/petitions-received.ts';
import { petitionUnderstood } from './topics/petitions-understood.ts';
import { replyEvent } from './topics/replies.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface TopicDeclaration {
  schema: z.ZodType;
  /** What the record's key is, which is what keeps its order. */
  key: string;
  /** Milliseconds; null: for ever. */
  retention: number | null;
  /** Topics of one group have the same number of partitions, and the same key falls into the same one. */
  partitions: number;
  description: string;
}

/** Every topic of the log. What is not here does not exist. */
export const TOPICS = {
  'petitions.received': {
    schema: petitionReceived,
    key: 'citizen key, else petition id',
    retention: null,
    partitions: 6,
    description: 'What came in, one event per item, from every adapter.',
  },
  'petitions.understood': {
    schema: petitionUnderstood,
    key: 'district',
    retention: 30 * DAY,
    partitions: 6,
    description: 'Each petition with its class, topic, urgency and place.',
  },
  'petitions.normalized': {
    schema: petitionNormalized,
    key: 'district',
    retention: null,
    partitions: 6,
    description: 'Each petition with its relation to what was said before.',
  },
  'petitions.quarantined': {
    schema: z.discriminatedUnion('type', [petitionQuarantined, petitionRecovered]),
    key: 'quarantine id',
    retention: null,
    partitions: 6,
    description: 'What could not be read, with its raw body and the reason.',
  },
  cases: { schema: caseEvent, key: 'case id', retention: null, partitions: 6, description: 'The life of each case.' },
  replies: {
    schema: replyEvent,
    key: 'citizen key, else petition id',
    retention: null,
    partitions: 6,
    description: 'What goes back to the citizen, and what became of it.',
  },
  'desk.actions': {
    schema: deskAction,
    key: 'case id, or quarantine id',
    retention: null,
    partitions: 6,
    description: 'What people at the desk decide.',
  },
} as const satisfies Record<string, TopicDeclaration>;

export type Topic = keyof typeof TOPICS;

/** The event that a topic carries. */
export type EventOf<T extends Topic> = z.infer<(typeof TOPICS)[T]['schema']>;

/** Thrown when a record of the log is not what its topic promises. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
}

/**
 * Reads a record's value as the event that its topic promises; unknown fields are dropped.
 * Throws UnreadableEventError with the path of what is wrong.
 */
export function readEvent<T extends Topic>(topic: T, value: Uint8Array): EventOf<T> {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8'));
  } catch {
    // Without the parser's own error: it quotes the value, and errors are logged.
    throw new UnreadableEventError(`${topic}: the value is not JSON`);
  }
  const parsed = TOPICS[topic].schema.safeParse(json);
  if (!parsed.success) throw new UnreadableEventError(`${topic}: ${z.prettifyError(parsed.error)}`);
  return parsed.data as EventOf<T>;
}

/** Writes an event as a record's value. */
export function writeEvent<T extends Topic>(_topic: T, event: EventOf<T>): Uint8Array {
  return Buffer.from(JSON.stringify(event), 'utf8');
}
