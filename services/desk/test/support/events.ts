import type { Topic } from '@yihaotong/petition-event';
import {
  type CaseEvent,
  type CaseSnapshot,
  derivedId,
  type EventOf,
  envelope,
  type Petition,
  type PetitionNormalized,
  type PetitionQuarantined,
  type PetitionReceived,
  type PetitionRecovered,
  type PetitionUnderstood,
  petitionId,
  queryCode,
  type RawItem,
  type ReplyEvent,
  type Seal,
} from '@yihaotong/petition-event';

/** What a made-up citizen says; nobody of this name or number exists. */
export const CANARY = { name: '欧阳试灯', phone: '13900001234', identity: 'openid-canary-77' };

export interface Said {
  seal: Seal;
  channel?: string;
  nativeId?: string;
  title?: string;
  text?: string;
  receivedAt?: Date;
  attachments?: Petition['attachments'];
}

const NOON = new Date('2026-03-10T04:00:00.000Z');

/** A petition and its id. */
export function petitionSaid(said: Said): { id: string; petition: Petition } {
  const { seal, channel = 'app', nativeId = '1', receivedAt = NOON } = said;
  const id = petitionId(channel, 'main', nativeId);
  const petition: Petition = {
    channel,
    account: 'main',
    nativeId,
    threadId: null,
    line: null,
    citizen: {
      key: `citizen-${nativeId}`,
      identity: seal.seal(CANARY.identity),
      name: seal.seal(CANARY.name),
      phone: seal.seal(CANARY.phone),
    },
    title: said.title ?? '路灯不亮',
    text: said.text ?? '临江区滨河路三号路灯连续两晚不亮。',
    language: 'zh-CN',
    place: { text: '滨河路三号', latitude: null, longitude: null, adcode: '990102', district: '临江区' },
    attachments: said.attachments ?? [],
    occurredAt: receivedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    queryCode: queryCode(seal.identitySecret, id),
    statedKind: null,
    extras: {},
    adapterVersion: '0.1.0',
  };
  return { id, petition };
}

export function rawOf(seal: Seal, body: string): RawItem {
  return {
    mediaType: 'application/json',
    sha256: derivedId('raw', body).replaceAll('-', '').repeat(2),
    body: seal.seal(Buffer.from(body).toString('base64')),
    headers: {},
  };
}

export function received(said: Said): PetitionReceived {
  const { id, petition } = petitionSaid(said);
  const data = { petition, raw: rawOf(said.seal, petition.text) };
  return envelope('petition.received', {
    id,
    source: `/channels/${petition.channel}/main`,
    subject: id,
    time: new Date(petition.receivedAt),
    data,
  });
}

type Understanding = PetitionUnderstood['data']['understanding'];

export const UNDERSTANDING: Understanding = {
  class: 'help',
  subtype: null,
  confidence: 0.9,
  unsure: false,
  topic: '城乡建设/路灯',
  urgency: 0,
  place: { district: '临江区', street: null, road: '滨河路', estate: null, number: '三号' },
  evidence: { class: [{ words: '不亮', weight: 1.2 }], topic: [], urgency: [] },
  model: 'test',
};

export interface Normalized extends Said {
  relation?: Partial<PetitionNormalized['data']['relation']>;
  understanding?: Partial<Understanding>;
  invalid?: PetitionNormalized['data']['invalid'];
  origin?: { partition: number; offset: number };
}

export function normalized(given: Normalized): PetitionNormalized {
  const { id, petition } = petitionSaid(given);
  const origin = given.origin ?? { partition: 0, offset: 0 };
  const relation: PetitionNormalized['data']['relation'] = {
    kind: 'new',
    matterId: derivedId('matter', id),
    of: null,
    score: 0,
    shared: [],
    runnerUp: null,
    ...given.relation,
  };
  const isRedelivery = relation.kind === 'redelivery';
  return envelope('petition.normalized', {
    id: isRedelivery ? derivedId('redelivery', id, origin.partition, origin.offset) : id,
    source: '/services/normalizer',
    subject: id,
    time: new Date(petition.receivedAt),
    data: {
      petition,
      understanding: { ...UNDERSTANDING, ...given.understanding },
      relation,
      invalid: given.invalid ?? null,
      origin,
      received: origin,
    },
  });
}

/** The case that a petition opens, with what differs. */
export function snapshotFor(event: PetitionNormalized, changes: Partial<CaseSnapshot> = {}): CaseSnapshot {
  const { petition, understanding, relation } = event.data;
  const openedAt = new Date(petition.receivedAt);
  const later = (hours: number) => new Date(openedAt.getTime() + hours * 3_600_000).toISOString();
  const why = { text: '按规则', policy: 'default.yaml:1' };
  return {
    caseId: derivedId('case', relation.matterId, 0),
    version: 1,
    matterId: relation.matterId,
    previousCaseId: null,
    state: 'open',
    title: petition.title,
    summary: petition.text,
    class: understanding.class,
    subtype: understanding.subtype,
    topic: understanding.topic,
    urgency: understanding.urgency,
    unsure: understanding.unsure,
    place: understanding.place,
    channel: petition.channel,
    unit: { id: 'housing', name: '住建局' },
    openedAt: openedAt.toISOString(),
    yellowAt: later(48),
    deadline: later(72),
    answer: null,
    closedAt: null,
    explanations: { unit: why, deadline: why, class: why },
    ...changes,
  };
}

export function caseEvent(
  type: CaseEvent['type'],
  snapshot: CaseSnapshot,
  change: { petitionId?: string | null; causeId: string; by?: string; note?: string },
): CaseEvent {
  return envelope(type, {
    id: derivedId('case-event', snapshot.caseId, change.causeId),
    source: '/services/routing',
    subject: snapshot.caseId,
    time: new Date(Date.parse(snapshot.openedAt) + snapshot.version * 1000),
    data: { case: snapshot, change: { by: 'routing', note: '', petitionId: null, ...change } },
  }) as CaseEvent;
}

export function replyEvents(event: PetitionNormalized, caseId: string | null): Record<string, ReplyEvent> {
  const { petition } = event.data;
  const replyId = derivedId('reply', 'receipt', event.subject, event.id);
  const fields = (step: string, second: number) => ({
    id: derivedId(step, replyId),
    source: '/services/routing',
    subject: replyId,
    time: new Date(Date.parse(petition.receivedAt) + second * 1000),
  });
  const shared = { replyId, petitionId: event.subject, channel: petition.channel };
  const requested = {
    ...shared,
    caseId,
    queryCode: petition.queryCode,
    kind: 'receipt' as const,
    account: 'main',
    citizen: petition.citizen,
    threadId: null,
    inReplyTo: petition.nativeId,
    text: '已收到',
    fallbacks: ['sms'],
  };
  const reason = { code: 'window-closed', message: 'the window is closed' };
  return {
    requested: envelope('reply.requested', { ...fields('requested', 1), data: requested }),
    fellBack: envelope('reply.failed', { ...fields('failed', 2), data: { ...shared, reason, nextChannel: 'sms' } }),
    delivered: envelope('reply.delivered', {
      ...fields('delivered', 3),
      data: { ...shared, channel: 'sms', parts: 1, deliveredAt: petition.receivedAt },
    }),
  };
}

export interface Quarantined {
  seal: Seal;
  body: string;
  stage?: PetitionQuarantined['data']['stage'];
  channel?: string;
  at?: Date;
  origin?: PetitionQuarantined['data']['origin'];
}

export const quarantineIdOf = (channel: string, body: string) => derivedId('quarantine', channel, 'main', body);

export function quarantined(given: Quarantined): PetitionQuarantined {
  const { seal, body, stage = 'adapter', channel = 'app', at = NOON, origin = null } = given;
  const quarantineId = quarantineIdOf(channel, body);
  return envelope('petition.quarantined', {
    id: derivedId('quarantined', quarantineId, at.toISOString()),
    source: `/channels/${channel}/main`,
    subject: quarantineId,
    time: at,
    data: {
      quarantineId,
      stage,
      channel,
      account: 'main',
      reason: { code: 'not-json', message: 'the body is not JSON' },
      raw: rawOf(seal, body),
      receivedAt: at.toISOString(),
      origin,
    },
  });
}

export function recovered(
  given: Pick<Quarantined, 'body' | 'channel' | 'at'>,
  petitionIds: string[],
): PetitionRecovered {
  const { body, channel = 'app', at = NOON } = given;
  const quarantineId = quarantineIdOf(channel, body);
  return envelope('petition.recovered', {
    id: derivedId('recovered', quarantineId, at.toISOString()),
    source: `/channels/${channel}/main`,
    subject: quarantineId,
    time: at,
    data: { quarantineId, channel, account: 'main', petitionIds },
  });
}

/** The key under which an event stands on the log. */
export function keyOf<T extends Topic>(topic: T, event: EventOf<T>): string {
  const { data } = event;
  if (topic === 'petitions.normalized' && 'understanding' in data) return data.understanding.place.district ?? '';
  if (topic === 'petitions.received' && 'petition' in data) return data.petition.citizen.key ?? event.subject;
  if ('petitionId' in data && topic === 'replies') return data.petitionId;
  return event.subject;
}
