import {
  derivedId,
  envelope,
  type Petition,
  type PetitionNormalized,
  petitionId,
  type Relation,
  type Understanding,
} from '@yihaotong/petition-event';

export interface Said {
  /** Native id; the petition id follows from it. */
  native: string;
  /** Place in petitions.understood. */
  offset: number;
  partition?: number;
  matter?: string;
  kind?: Relation['kind'];
  citizen?: string;
  petition?: Partial<Petition>;
  understanding?: Partial<Understanding>;
  invalid?: PetitionNormalized['data']['invalid'];
}

/** A petition as the normalizer writes it; every field has a plain default. */
export function normalized(said: Said): PetitionNormalized {
  const id = petitionId('app', 'web', said.native);
  const origin = { partition: said.partition ?? 0, offset: said.offset };
  const kind = said.kind ?? 'new';
  const eventId = kind === 'redelivery' ? derivedId('redelivery', id, origin.partition, origin.offset) : id;
  return envelope('petition.normalized', {
    id: eventId,
    source: '/services/normalizer',
    subject: id,
    time: new Date('2026-03-02T02:00:01Z'),
    data: {
      petition: petitionOf(said, id),
      understanding: { ...PLAIN, ...said.understanding },
      relation: {
        kind,
        matterId: said.matter ?? derivedId('matter', id),
        of: kind === 'new' ? null : 'earlier',
        score: kind === 'new' ? 0 : 0.9,
        shared: [],
        runnerUp: null,
      },
      invalid: said.invalid ?? null,
      origin,
      received: origin,
    },
  });
}

const PLAIN: Understanding = {
  class: 'help',
  subtype: null,
  confidence: 0.92,
  unsure: false,
  topic: '城乡建设/市政设施/路灯照明',
  urgency: 0,
  place: { district: '临江区', street: null, road: '沿江路', estate: null, number: null },
  evidence: { class: [{ words: '请修', weight: 2 }], topic: [{ words: '路灯', weight: 3 }], urgency: [] },
  model: 'test-1',
};

function petitionOf(said: Said, id: string): Petition {
  const citizen = said.citizen ?? said.native;
  return {
    channel: 'app',
    account: 'web',
    nativeId: said.native,
    threadId: null,
    line: null,
    citizen: { key: `key-${citizen}`, identity: `sealed:k1:${citizen}`, name: null, phone: null },
    title: '沿江路路灯不亮',
    text: '沿江路东段的路灯坏了三天，请修一下。我的电话是13900001234。',
    language: 'zh',
    place: { text: '', latitude: null, longitude: null, adcode: null, district: null },
    attachments: [],
    occurredAt: '2026-03-02T10:00:00+08:00',
    receivedAt: '2026-03-02T02:00:00.000Z',
    queryCode: `Q${id.slice(0, 8).toUpperCase()}`,
    statedKind: null,
    extras: {},
    adapterVersion: '0.1.0',
    ...said.petition,
  };
}
