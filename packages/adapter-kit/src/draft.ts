import type { z } from 'zod';
import type { PetitionDraft, RawInput, Reading } from './channel.ts';

type Needed = 'nativeId' | 'citizen' | 'text' | 'occurredAt';

/** A draft of which only the needed fields are given; the channel says nothing about the others. */
export function draft(fields: Pick<PetitionDraft, Needed> & Partial<PetitionDraft>): PetitionDraft {
  return {
    threadId: null,
    line: null,
    title: '',
    language: 'zh-CN',
    place: { text: '', latitude: null, longitude: null, adcode: null, district: null },
    attachments: [],
    statedKind: null,
    extras: {},
    ...fields,
  };
}

/**
 * Reads a JSON item through its schema and gives the value to `then`. Unreadable as `malformed` where the bytes are not
 * of their charset, no JSON, or not of the schema; the message names the field and never quotes the item.
 */
export function readJson<T>(raw: RawInput, schema: z.ZodType<T>, then: (value: T) => Reading): Reading {
  const text = decodeText(raw);
  if (text === null) return malformed('the bytes are not valid in their charset');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return malformed('not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return then(parsed.data);
  const issue = parsed.error.issues[0];
  return malformed(`${issue?.path.join('.') || 'the item'}: ${issue?.code ?? 'invalid'}`);
}

/** The body as text in the charset of its media type (UTF-8 where it names none); null when the bytes are not valid in it. */
export function decodeText(raw: Pick<RawInput, 'body' | 'mediaType'>): string | null {
  const charset = /charset="?([\w-]+)/i.exec(raw.mediaType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(raw.body);
  } catch {
    return null;
  }
}

const malformed = (message: string): Reading => ({ kind: 'unreadable', code: 'malformed', message });
