import type { DraftAttachment, PetitionDraft, RawInput } from '@yihaotong/adapter-kit';
import type { Parsed } from './receive/parse.ts';
import type { Open311Body, PetitionBody } from './receive/schema.ts';

type Readable = Exclude<Parsed, { kind: 'malformed' }>;
type Context = Pick<RawInput, 'receivedAt'>;

/** The service code of "I do not know what kind this is": the text decides. */
export const UNKNOWN_SERVICE = 'unknown';

/** What was parsed, as a petition. Pure. */
export function toPetition(parsed: Readable, context: Context): PetitionDraft {
  return parsed.kind === 'petition'
    ? fromBody(parsed.body, parsed.entrance, parsed.nativeId, context)
    : fromRequest(parsed.body, parsed.nativeId, context);
}

function fromBody(
  body: PetitionBody,
  entrance: string,
  nativeId: string | null,
  { receivedAt }: Context,
): PetitionDraft {
  const phone = present(body.citizen?.phone);
  return {
    nativeId,
    threadId: present(body.threadId),
    line: present(body.line),
    citizen: {
      // Without an identity of its own, the number is who somebody is: it is how repeats are seen.
      identity: present(body.citizen?.identity) ?? phone,
      name: present(body.citizen?.name),
      phone,
    },
    title: wellFormed(body.title ?? ''),
    text: wellFormed(body.text),
    language: body.language ?? 'zh-CN',
    place: {
      text: wellFormed(body.place?.text ?? ''),
      latitude: body.place?.latitude ?? null,
      longitude: body.place?.longitude ?? null,
      adcode: body.place?.adcode ?? null,
      district: present(body.place?.district),
    },
    attachments: (body.attachments ?? []).map(toAttachment),
    occurredAt: notAfter(body.occurredAt, receivedAt),
    statedKind: present(body.kind),
    extras: extrasOf(entrance, { happenedAt: body.happenedAt }),
  };
}

function fromRequest(body: Open311Body, nativeId: string | null, { receivedAt }: Context): PetitionDraft {
  const name = [body.last_name, body.first_name].filter((part) => part !== null);
  const { happened_at: happenedAt, kind } = body.attributes;
  return {
    nativeId,
    threadId: null,
    line: null,
    citizen: {
      identity: present(body.account_id ?? body.device_id ?? body.email ?? body.phone),
      name: name.length === 0 ? null : wellFormed(joinName(name)),
      phone: present(body.phone),
    },
    title: '',
    text: wellFormed(body.description),
    language: 'zh-CN',
    place: {
      text: wellFormed(body.address_string ?? body.address_id ?? ''),
      latitude: body.lat,
      longitude: body.long,
      adcode: null,
      district: null,
    },
    attachments: body.media_url
      ? [{ name: '', mediaType: 'application/octet-stream', content: null, url: body.media_url }]
      : [],
    occurredAt: receivedAt,
    statedKind: statedService(body.service_code),
    extras: extrasOf('open311', { happenedAt, kind }),
  };
}

function extrasOf(entrance: string, given: Record<string, string | null | undefined>): Record<string, string> {
  const present = Object.entries(given).flatMap(([name, value]) => (value ? [[name, wellFormed(value)] as const] : []));
  return { entrance, ...Object.fromEntries(present) };
}

/** The topic path behind a service code; null where the text is to decide. */
function statedService(code: string | null): string | null {
  return code === null || code === UNKNOWN_SERVICE ? null : wellFormed(code).replaceAll('.', '/');
}

/** Chinese names stand without a blank between family name and given name. */
function joinName(parts: readonly string[]): string {
  return parts.some((part) => /\p{Script=Han}/u.test(part)) ? parts.join('') : parts.toReversed().join(' ');
}

function toAttachment(given: NonNullable<PetitionBody['attachments']>[number]): DraftAttachment {
  return {
    name: wellFormed(given.name ?? ''),
    mediaType: given.mediaType,
    content: 'base64' in given ? Buffer.from(given.base64, 'base64') : null,
    url: 'url' in given ? given.url : null,
  };
}

/** A clock that runs ahead does not make a petition of the future. */
function notAfter(stated: string | null | undefined, receivedAt: Date): Date {
  const occurredAt = new Date(stated ?? Number.NaN);
  return occurredAt <= receivedAt ? occurredAt : receivedAt;
}

function present(text: string | null | undefined): string | null {
  return text?.trim() ? wellFormed(text.trim()) : null;
}

/** Half a surrogate pair is no character and does not survive UTF-8. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
