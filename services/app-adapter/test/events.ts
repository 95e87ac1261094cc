import {
  type CaseEvent,
  type CaseSnapshot,
  envelope,
  type Petition,
  type PetitionNormalized,
  type PetitionReceived,
  type Relation,
} from '@yihaotong/petition-event';

/** Events of one petition of another channel, as the other services write them. */
export const PETITION_ID = 'petition-1';
export const CASE_ID = 'case-1';

const petition = (fields: Partial<Petition> = {}): Petition => ({
  channel: 'sms',
  account: '12345',
  nativeId: 'sms-1',
  threadId: null,
  line: null,
  citizen: { key: 'k', identity: 'sealed:k:a', name: 'sealed:k:b', phone: 'sealed:k:c' },
  title: '停水',
  text: '幸福路停水两天，电话13700001111',
  language: 'zh-CN',
  place: { text: '幸福路12号', latitude: null, longitude: null, adcode: null, district: '临江区' },
  attachments: [],
  occurredAt: '2026-03-01T08:59:00+08:00',
  receivedAt: '2026-03-01T01:00:00.000Z',
  queryCode: 'ABCDEFGHJK',
  statedKind: null,
  extras: {},
  adapterVersion: '0.1.0',
  ...fields,
});

export function received(time = '2026-03-01T01:00:00.000Z', fields: Partial<Petition> = {}): PetitionReceived {
  const raw = { mediaType: 'text/plain', sha256: 'f'.repeat(64), body: null, headers: {} };
  const data = { petition: petition(fields), raw };
  const about = { id: PETITION_ID, subject: PETITION_ID, source: '/channels/sms/12345' };
  return envelope('petition.received', { ...about, time: new Date(time), data });
}

export function normalized(
  more: {
    invalid?: PetitionNormalized['data']['invalid'];
    relation?: Relation['kind'];
    fields?: Partial<Petition>;
  } = {},
): PetitionNormalized {
  const place = { district: '临江区', street: null, road: '幸福路', estate: null, number: '12号' };
  return envelope('petition.normalized', {
    id: PETITION_ID,
    subject: PETITION_ID,
    source: '/services/normalizer',
    time: new Date('2026-03-01T01:00:01Z'),
    data: {
      petition: petition(more.fields),
      understanding: {
        class: 'help',
        subtype: null,
        confidence: 0.9,
        unsure: false,
        topic: '城乡建设/供水',
        urgency: 1,
        place,
        evidence: { class: [], topic: [], urgency: [] },
        model: 'm1',
      },
      relation: { kind: more.relation ?? 'new', matterId: 'm', of: null, score: 1, shared: [], runnerUp: null },
      invalid: more.invalid ?? null,
      origin: { partition: 0, offset: 0 },
      received: { partition: 0, offset: 0 },
    },
  });
}

export function caseEvent(
  type: CaseEvent['type'],
  fields: Partial<CaseSnapshot>,
  petitionId: string | null = PETITION_ID,
): CaseEvent {
  const why = { text: '', policy: null };
  const snapshot: CaseSnapshot = {
    caseId: CASE_ID,
    version: 1,
    matterId: 'm',
    previousCaseId: null,
    state: 'open',
    title: '停水',
    summary: '幸福路停水两天',
    class: 'help',
    subtype: null,
    topic: '城乡建设/供水',
    urgency: 1,
    unsure: false,
    place: { district: '临江区', street: null, road: '幸福路', estate: null, number: '12号' },
    channel: 'sms',
    unit: { id: 'desk', name: '热线中心' },
    openedAt: '2026-03-01T01:00:02Z',
    yellowAt: '2026-03-09T09:00:00Z',
    deadline: '2026-03-10T17:00:00+08:00',
    answer: null,
    closedAt: null,
    explanations: { unit: why, deadline: why, class: why },
    ...fields,
  };
  const change = { by: 'routing', note: '', petitionId, causeId: 'cause' };
  const time = new Date(Date.UTC(2026, 2, 1, 2, snapshot.version));
  const about = { id: `case-event-${snapshot.version}`, subject: snapshot.caseId, source: '/services/routing', time };
  const data = { case: snapshot, change };
  // Each type of the union has the same data.
  return envelope(type, { ...about, data }) as CaseEvent;
}
