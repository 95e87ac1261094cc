import {
  type Attachment,
  citizenKey,
  contentId,
  type Petition,
  petitionId,
  queryCode,
  type SaidPlace,
  type Seal,
  type Sealed,
} from '@yihaotong/petition-event';
import type { PetitionDraft, RawInput } from '../channel.ts';
import { cleanLine, cleanText, deriveTitle } from './hygiene.ts';

const MINUTE = 60_000;
/** A clock may be ahead of ours by this much. */
const AHEAD = 10 * MINUTE;
/** Nothing that a channel delivers was said before this. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LINE = 200;

export interface Sender {
  channel: string;
  version: string;
  seal: Seal;
}

/** Everything of a petition but its attachments, which are stored first. */
export type Written = Omit<Petition, 'attachments'> & { id: string };

/** A draft as it goes on the log: cleaned, sealed, with its id. Pure apart from the seal's fresh IV. */
export function writePetition(draft: PetitionDraft, raw: RawInput, sender: Sender): Written {
  const text = cleanText(draft.text);
  const nativeId = draft.nativeId ? cleanLine(draft.nativeId, 500) : contentOf(draft, raw);
  const id = petitionId(sender.channel, raw.account, nativeId);
  return {
    id,
    channel: sender.channel,
    account: raw.account,
    nativeId,
    threadId: shortOrNull(draft.threadId),
    line: shortOrNull(draft.line),
    citizen: sealCitizen(draft.citizen, sender),
    title: cleanLine(draft.title, LINE) || deriveTitle(text),
    text,
    language: cleanLine(draft.language, 35) || 'und',
    place: cleanPlace(draft.place),
    occurredAt: saneTime(draft.occurredAt, raw.receivedAt).toISOString(),
    receivedAt: raw.receivedAt.toISOString(),
    queryCode: queryCode(sender.seal.identitySecret, id),
    statedKind: shortOrNull(draft.statedKind),
    extras: Object.fromEntries(Object.entries(draft.extras).map(([name, value]) => [name, cleanText(value)])),
    adapterVersion: sender.version,
  };
}

/** The order key of a petition: its citizen, else itself. */
export const keyOf = (petition: Pick<Written, 'citizen' | 'id'>): string => petition.citizen.key ?? petition.id;

function contentOf(draft: PetitionDraft, raw: RawInput): string {
  const { identity, name, phone } = draft.citizen;
  const attachments = draft.attachments.map(({ name, url, content }) => [name, url, content?.byteLength ?? null]);
  const content = [identity, name, phone, draft.threadId, draft.title, draft.text, draft.place.text, attachments];
  // The stated time even where it is absurd: it is the same at redelivery, and ours is not.
  return contentId(content, Number.isNaN(draft.occurredAt.getTime()) ? raw.receivedAt : draft.occurredAt);
}

function sealCitizen(citizen: PetitionDraft['citizen'], { channel, seal }: Sender): Petition['citizen'] {
  const sealed = (text: string | null): Sealed | null => (text ? seal.seal(text) : null);
  const identity = shortOrNull(citizen.identity);
  return {
    key: identity === null ? null : citizenKey(seal.identitySecret, channel, identity),
    identity: sealed(identity),
    name: sealed(shortOrNull(citizen.name)),
    phone: sealed(shortOrNull(citizen.phone)),
  };
}

function cleanPlace(place: PetitionDraft['place']): SaidPlace {
  const known = within(place.latitude, 90) && within(place.longitude, 180);
  return {
    text: cleanLine(place.text, 500),
    latitude: known ? place.latitude : null,
    longitude: known ? place.longitude : null,
    adcode: shortOrNull(place.adcode),
    district: shortOrNull(place.district),
  };
}

/** When it was said, as the channel states it; when we took it in, where that cannot be. */
function saneTime(stated: Date, receivedAt: Date): Date {
  const time = stated.getTime();
  return time >= EARLIEST && time <= receivedAt.getTime() + AHEAD ? stated : receivedAt;
}

const within = (degrees: number | null, most: number) => degrees !== null && Math.abs(degrees) <= most;

function shortOrNull(text: string | null): string | null {
  return text === null ? null : cleanLine(text, LINE) || null;
}

/** A petition with its attachments. */
export function withAttachments({ id: _id, ...petition }: Written, attachments: readonly Attachment[]): Petition {
  return { ...petition, attachments: [...attachments] };
}
