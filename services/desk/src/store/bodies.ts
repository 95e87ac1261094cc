import type { Body } from '@yihaotong/document-store';
import type {
  CaseSnapshot,
  PetitionClass,
  PetitionNormalized,
  PetitionQuarantined,
  PetitionSubtype,
  Sealed,
  Urgency,
} from '@yihaotong/petition-event';
import type { Role } from '../api/schema.ts';

/*
 * The documents that the desk keeps. Times by which they are sorted or compared are UTC with milliseconds, so that text
 * order is time order. `search` is what the text search looks through; it is redacted like everything in lists.
 */

/** Id: case id; version: the snapshot's. */
export interface CaseBody extends Body {
  caseId: string;
  /** Whether it is not closed: what the lamp asks first. */
  open: boolean;
  class: PetitionClass;
  topicFirst: string;
  unitId: string;
  district: string | null;
  channel: string;
  urgency: Urgency;
  unsure: boolean;
  matterId: string;
  openedAt: string;
  yellowAt: string;
  deadline: string;
  closedAt: string | null;
  search: string;
  snapshot: CaseSnapshot;
}

/** Id: petition id; version: 1, since what came in does not change. */
export interface PetitionBody extends Body {
  channel: string;
  queryCode: string;
  matterId: string;
  class: PetitionClass;
  relation: PetitionNormalized['data']['relation']['kind'];
  nuisance: boolean;
  receivedAt: string;
  search: string;
  /** Redacted. */
  title: string;
  /** Redacted. */
  text: string;
  /** Redacted. */
  placeText: string;
  /** Title, text and place as the citizen wrote them, sealed JSON; null where nothing had to be redacted. */
  original: Sealed | null;
  /** As a list shows them: masked. */
  shown: { anonymous: boolean; name: string | null; phone: string | null };
  /** Without title, text and place's text. */
  petition: Omit<PetitionNormalized['data']['petition'], 'title' | 'text' | 'place'> & {
    place: { adcode: string | null; district: string | null };
  };
  understanding: PetitionNormalized['data']['understanding'];
  relationFound: PetitionNormalized['data']['relation'];
  invalid: PetitionNormalized['data']['invalid'];
}

/** Which case a petition went into. Id: petition id; version: 1. */
export interface LinkBody extends Body {
  caseId: string;
  /** The case's version with which it came in: the order within the case. */
  order: number;
}

/** Id: event id; version: 1. */
export interface TimelineBody extends Body {
  at: string;
  type: string;
  by: string;
  note: string;
  caseId: string | null;
  petitionId: string | null;
  causeId: string | null;
  corrected: {
    class: PetitionClass;
    subtype: PetitionSubtype;
    topic: string;
    urgency: Urgency;
    unitId: string;
  } | null;
}

/** What was asked to be sent. Id: reply id; version: 1. */
export interface ReplyBody extends Body {
  petitionId: string;
  caseId: string | null;
  kind: 'receipt' | 'answer' | 'callback' | 'state';
  channel: string;
  text: string;
  requestedAt: string;
}

/** What became of it. Id: reply id; version: see project/replies.ts. */
export interface OutcomeBody extends Body {
  state: 'delivered' | 'falling-back' | 'failed';
  petitionId: string;
  through: string | null;
  at: string;
  reason: { code: string; message: string } | null;
}

/** Id: quarantine id; version: offset + 1 of the last event applied (one id keeps to one partition). */
export interface QuarantineBody extends Body {
  state: 'open' | 'recovered';
  stage: PetitionQuarantined['data']['stage'];
  channel: string;
  account: string;
  code: string;
  message: string;
  raw: PetitionQuarantined['data']['raw'];
  receivedAt: string;
  at: string;
  petitionIds: string[];
  /** The hour of `receivedAt`, for the ledger. */
  hour: string;
  /** 1 when an item that never entered `petitions.received` is open. */
  openItems: number;
  /** Records of `petitions.received` that stand in this entry: how many, and which. */
  openRecords: number;
  recoveredRecords: number;
  records: { open: string[]; recovered: string[] };
}

/** The last time that a replay was asked for. Id: quarantine id; version: milliseconds of `at`. */
export interface ReplayBody extends Body {
  at: string;
  by: string;
}

/** One partition's counts of one day (UTC). Id: `topic/partition/day`. */
export interface TallyBody extends Body {
  topic: string;
  partition: number;
  day: string;
  /** Records below it are in the counts. */
  next: number;
  /** Of topics whose records carry an origin: by the origin's partition, the first offset that was not counted yet. */
  origins: Record<string, number>;
  /** `channel` → hour of the day (0 to 23) → kind → count. */
  counts: Record<string, Record<string, Record<string, number>>>;
}

/** Id: the name, folded (people/names.ts). */
export interface UserBody extends Body {
  name: string;
  role: Role;
  unitId: string | null;
  disabled: boolean;
  password: string;
  createdAt: string;
}

/** Id: SHA-256 of the token, hex. */
export interface SessionBody extends Body {
  /** The user document's id. */
  user: string;
  expiresAt: string;
}

/** The one-time link. Id: `link`. */
export interface FirstBody extends Body {
  hash: string;
}

/** Id: random. */
export interface AuditBody extends Body {
  at: string;
  who: string;
  role: string;
  action: string;
  target: string;
  reason: string | null;
}
