import type { RawInput } from '@yihaotong/adapter-kit';
import type { z } from 'zod';
import { jsonOf, type Malformed, malformed } from './decode.ts';
import { type MediaType, readMediaType } from './media-type.ts';
import { formFields } from './open311-fields.ts';
import { type Open311Body, open311Body, type PetitionBody, petitionBody } from './schema.ts';

/** What an item is, read and checked; nothing is decided yet. */
export type Parsed =
  | { kind: 'petition'; entrance: 'api' | 'form'; nativeId: string | null; body: PetitionBody }
  | { kind: 'request'; nativeId: string | null; body: Open311Body }
  | Malformed;

type ItemToParse = Pick<RawInput, 'body' | 'mediaType' | 'headers'>;

/** Pure: the same bytes always parse the same. */
export function parse(item: ItemToParse): Parsed {
  const mediaType = readMediaType(item.mediaType);
  const nativeId = item.headers['idempotency-key'] ?? null;
  return mediaType.entrance === 'open311'
    ? parseRequest(item.body, mediaType, nativeId)
    : parsePetition(item.body, mediaType, mediaType.entrance, nativeId);
}

/** Whether the item says itself when it was said: then content and time tell who sends it again from who says it too. */
export function saysWhen(parsed: Exclude<Parsed, Malformed>): boolean {
  return parsed.kind === 'petition' && Boolean(parsed.body.occurredAt);
}

function parsePetition(
  bytes: Uint8Array,
  { type, charset }: MediaType,
  entrance: 'api' | 'form',
  key: string | null,
): Parsed {
  if (type !== 'application/json') return unknownMediaType(type, 'application/json');
  const json = jsonOf(bytes, charset);
  if (json.kind === 'malformed') return json;
  const read = petitionBody.safeParse(json.value);
  if (!read.success) return invalid(read.error);
  return { kind: 'petition', entrance, nativeId: key ?? read.data.id ?? null, body: read.data };
}

function parseRequest(bytes: Uint8Array, { type, charset }: MediaType, nativeId: string | null): Parsed {
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    return unknownMediaType(type, 'application/x-www-form-urlencoded');
  }
  const fields = type === 'application/json' ? jsonOf(bytes, charset) : formFields(bytes, charset);
  if (fields.kind === 'malformed') return fields;
  const read = open311Body.safeParse(fields.value);
  return read.success ? { kind: 'request', nativeId, body: read.data } : invalid(read.error);
}

function unknownMediaType(type: string, instead: string): Malformed {
  return malformed('unknown-media-type', [
    { pointer: 'Content-Type', detail: `${type.slice(0, 100) || 'nothing'} is not read here: send ${instead}` },
  ]);
}

function invalid(error: z.ZodError): Malformed {
  return malformed(
    'invalid-fields',
    error.issues.slice(0, 20).map((issue) => ({ pointer: pointerOf(issue.path), detail: issue.message })),
  );
}

/** A JSON Pointer (RFC 6901). */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
