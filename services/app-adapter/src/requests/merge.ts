import {
  type CaseSnapshot,
  type Petition,
  type PetitionNormalized,
  type PetitionReceived,
  redact,
} from '@yihaotong/petition-event';
import type { RequestBody, RequestState } from './document.ts';

/*
 * How events become the document. They come from three topics in any order and more than once; whatever the order, the
 * same events give the same document. A merge that changes nothing returns the very document that it was given.
 */

export function withReceived(body: RequestBody, { data, time }: PetitionReceived): RequestBody {
  if (body.step >= 1 && body.fingerprint !== null) return body;
  const seen = { ...body, fingerprint: data.raw.sha256 };
  return body.step >= 1 ? seen : settled({ ...seen, ...petitionFields(data.petition), step: 1 }, time);
}

export function withNormalized(body: RequestBody, { data, time }: PetitionNormalized): RequestBody {
  // A redelivery says again what its first delivery said, with a later time.
  if (body.step >= 2 || data.relation.kind === 'redelivery') return body;
  const { class: ofClass, subtype, topic } = data.understanding;
  const understood = body.caseId === null ? { class: ofClass, subtype, topic } : {};
  const setAside = data.invalid === null ? null : data.invalid.reason;
  const reported = subtype === 'report';
  return settled({ ...body, ...petitionFields(data.petition), ...understood, reported, setAside, step: 2 }, time);
}

export function withCase(body: RequestBody, snapshot: CaseSnapshot, time: string): RequestBody {
  if (body.caseVersion >= snapshot.version) return body;
  const { answer } = snapshot;
  const fields = {
    caseId: snapshot.caseId,
    caseVersion: snapshot.version,
    class: snapshot.class,
    subtype: snapshot.subtype,
    topic: snapshot.topic,
    unit: snapshot.unit.name,
    deadline: utc(snapshot.deadline),
    answer: answer === null ? null : redact(answer.text),
    signedBy: answer === null ? null : answer.signedBy,
    status: snapshot.state,
  };
  return settled({ ...body, ...fields }, time);
}

function petitionFields(petition: Petition): Partial<RequestBody> {
  const { place, extras, channel } = petition;
  return {
    queryCode: petition.queryCode,
    channel,
    account: petition.account,
    entrance: channel === 'app' ? (extras.entrance ?? '') : '',
    title: redact(petition.title),
    text: redact(petition.text),
    address: redact(place.text),
    latitude: place.latitude,
    longitude: place.longitude,
    statedKind: petition.statedKind,
    requestedAt: utc(petition.occurredAt),
    receivedAt: utc(petition.receivedAt),
  };
}

/** State and last change follow from the rest. */
function settled(body: RequestBody, time: string): RequestBody {
  const state = stateOf(body);
  const updatedAt = latest(utc(time), body.updatedAt);
  return { ...body, state, status: state === 'answered' || state === 'set-aside' ? 'closed' : 'open', updatedAt };
}

function stateOf(body: RequestBody): RequestState {
  if (body.status === 'closed' && body.caseId !== null) return 'answered';
  if (body.caseId !== null) return 'handling';
  if (body.setAside !== null) return 'set-aside';
  return body.step === 2 ? 'understood' : 'received';
}

/** Both in UTC, so that they sort as text. */
function latest(one: string, other: string): string {
  if (one > other) return one;
  return other;
}

const utc = (time: string) => new Date(time).toISOString();
