import type { Stored } from '@yihaotong/document-store';
import {
  maskName,
  maskPhone,
  type PetitionNormalized,
  redact,
  type Seal,
  type Sealed,
} from '@yihaotong/petition-event';
import { utc } from '../moment.ts';
import type { PetitionBody, TimelineBody } from '../store/bodies.ts';

/** What the citizen wrote, before redaction. */
export interface Original {
  title: string;
  text: string;
  place: string;
}

const SEARCHED = 400;
/** Longest text that a page shows, UTF-16 units; what is beyond stands on the log. A document has room for 2 Mi. */
const SHOWN = 200_000;

/** The petition's document; null for a redelivery, which changes nothing of what is known. */
export function petitionDocument(event: PetitionNormalized, seal: Seal): Stored<PetitionBody> | null {
  const { petition, understanding, relation, invalid } = event.data;
  if (relation.kind === 'redelivery') return null;
  const { title, place, ...rest } = petition;
  const text = petition.text.slice(0, SHOWN);
  const shown = { title: redact(title), text: redact(text), placeText: redact(place.text) };
  const hidden = shown.title !== title || shown.text !== text || shown.placeText !== place.text;
  const original: Original = { title, text, place: place.text };
  const body: PetitionBody = {
    channel: petition.channel,
    queryCode: petition.queryCode,
    matterId: relation.matterId,
    class: understanding.class,
    relation: relation.kind,
    nuisance: invalid !== null,
    receivedAt: utc(petition.receivedAt),
    search: `${shown.title} ${shown.placeText} ${shown.text}`.slice(0, SEARCHED),
    ...shown,
    original: hidden ? seal.seal(JSON.stringify(original)) : null,
    shown: maskedCitizen(petition.citizen, seal),
    petition: { ...withoutText(rest), place: { adcode: place.adcode, district: place.district } },
    understanding,
    relationFound: relation,
    invalid,
  };
  return { id: event.subject, version: 1, body };
}

/** The line in the timeline that says that the channel delivered it again; null for anything else. */
export function redeliveryEntry(event: PetitionNormalized): Stored<TimelineBody> | null {
  const { relation, petition } = event.data;
  if (relation.kind !== 'redelivery') return null;
  const body: TimelineBody = {
    at: utc(event.time),
    type: 'petition.redelivered',
    by: petition.channel,
    note: '',
    caseId: null,
    petitionId: event.subject,
    causeId: null,
    corrected: null,
  };
  return { id: event.id, version: 1, body };
}

function withoutText<T extends { text: string }>({ text: _text, ...rest }: T): Omit<T, 'text'> {
  return rest;
}

function maskedCitizen(citizen: PetitionNormalized['data']['petition']['citizen'], seal: Seal): PetitionBody['shown'] {
  return {
    anonymous: citizen.key === null && citizen.name === null && citizen.phone === null,
    name: masked(citizen.name, seal, maskName),
    phone: masked(citizen.phone, seal, maskPhone),
  };
}

/** What cannot be opened (its key is gone) shows as stars: the petition is still worth reading. */
function masked(sealed: Sealed | null, seal: Seal, mask: (plain: string) => string): string | null {
  if (sealed === null) return null;
  try {
    return mask(seal.open(sealed));
  } catch {
    return '***';
  }
}
