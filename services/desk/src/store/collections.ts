import { CHANNEL_STATUS, type ChannelStatusBody } from '@yihaotong/adapter-kit';
import type { Body, Collection, CollectionSpec, DocumentStore } from '@yihaotong/document-store';
import { ATTACHMENTS, type AttachmentBody } from './attachments.ts';
import type {
  AuditBody,
  CaseBody,
  FirstBody,
  LinkBody,
  OutcomeBody,
  PetitionBody,
  QuarantineBody,
  ReplayBody,
  ReplyBody,
  SessionBody,
  TallyBody,
  TimelineBody,
  UserBody,
} from './bodies.ts';

const SPECS = {
  /**
   * The board. Each filter stands before `deadline`, the order in which the board is read; the lamps need `open` with each
   * of the two times. The last index holds all that the header's tiles count, so that counting reads no document.
   */
  cases: {
    name: 'desk-cases',
    indexes: [
      ['open', 'deadline'],
      ['open', 'yellowAt'],
      ['openedAt', 'topicFirst'],
      ['deadline'],
      ['unitId', 'deadline'],
      ['unitId', 'openedAt'],
      ['topicFirst', 'deadline'],
      ['district', 'deadline'],
      ['matterId'],
      ['closedAt'],
      ['search'],
      ['caseId'],
      ['open', 'unitId', 'class', 'channel', 'unsure', 'urgency'],
    ],
  },
  petitions: {
    name: 'desk-petitions',
    indexes: [
      ['receivedAt'],
      ['channel', 'receivedAt'],
      ['queryCode'],
      ['matterId'],
      ['class', 'relation', 'nuisance'],
      ['search'],
    ],
  },
  links: { name: 'desk-links', indexes: [['caseId', 'order']] },
  timeline: { name: 'desk-timeline', indexes: [['caseId', 'at'], ['petitionId', 'at'], ['causeId']] },
  replies: {
    name: 'desk-replies',
    indexes: [
      ['caseId', 'requestedAt'],
      ['petitionId', 'requestedAt'],
    ],
  },
  outcomes: { name: 'desk-reply-outcomes', indexes: [['state']] },
  quarantine: {
    name: 'desk-quarantine',
    indexes: [
      ['state', 'at'],
      ['at'],
      ['state', 'channel', 'stage', 'code'],
      ['channel', 'hour', 'openItems', 'openRecords', 'recoveredRecords'],
    ],
  },
  replays: { name: 'desk-replays', indexes: [] },
  tallies: { name: 'desk-ledger', indexes: [['topic', 'day']] },
  users: { name: 'desk-users', indexes: [['role']] },
  sessions: { name: 'desk-sessions', indexes: [['user'], ['expiresAt']] },
  first: { name: 'desk-first', indexes: [] },
  audit: { name: 'desk-audit', indexes: [['at'], ['who', 'at'], ['target', 'at']] },
} as const satisfies Record<string, CollectionSpec>;

/** Everything that the desk keeps, and the two collections that it reads of the adapters. */
export interface Collections {
  cases: Collection<CaseBody>;
  petitions: Collection<PetitionBody>;
  links: Collection<LinkBody>;
  timeline: Collection<TimelineBody>;
  replies: Collection<ReplyBody>;
  outcomes: Collection<OutcomeBody>;
  quarantine: Collection<QuarantineBody>;
  replays: Collection<ReplayBody>;
  tallies: Collection<TallyBody>;
  users: Collection<UserBody>;
  sessions: Collection<SessionBody>;
  first: Collection<FirstBody>;
  audit: Collection<AuditBody>;
  channels: Collection<ChannelStatusBody>;
  attachments: Collection<AttachmentBody>;
}

export async function openCollections(store: DocumentStore): Promise<Collections> {
  const open = <T extends Body>(spec: CollectionSpec) => store.collection<T>(spec);
  return {
    cases: await open(SPECS.cases),
    petitions: await open(SPECS.petitions),
    links: await open(SPECS.links),
    timeline: await open(SPECS.timeline),
    replies: await open(SPECS.replies),
    outcomes: await open(SPECS.outcomes),
    quarantine: await open(SPECS.quarantine),
    replays: await open(SPECS.replays),
    tallies: await open(SPECS.tallies),
    users: await open(SPECS.users),
    sessions: await open(SPECS.sessions),
    first: await open(SPECS.first),
    audit: await open(SPECS.audit),
    channels: await open(CHANNEL_STATUS),
    attachments: await open(ATTACHMENTS),
  };
}
