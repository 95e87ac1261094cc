import type { CollectionSpec } from '@yihaotong/document-store';
import type { PetitionClass, PetitionSubtype } from '@yihaotong/petition-event';

/** How far a petition has come, as its citizen sees it. */
export type RequestState = 'received' | 'understood' | 'handling' | 'answered' | 'set-aside';

/**
 * What may be said about one petition without knowing who asks: no names, no numbers, texts redacted.
 * The id is the petition's. Instants are RFC 3339 in UTC, so that they sort as text.
 */
export type RequestBody = {
  /** Empty until the petition itself was seen: its case may be known earlier. */
  queryCode: string;
  channel: string;
  account: string;
  /** By which door of the app channel it came in; empty on other channels. */
  entrance: string;
  /** Of the raw item: the same idempotency key with another body is seen by it. */
  fingerprint: string | null;
  /** Which of its events were merged in: 0 none, 1 received, 2 normalized. */
  step: 0 | 1 | 2;
  state: RequestState;
  status: 'open' | 'closed';
  title: string;
  text: string;
  address: string;
  latitude: number | null;
  longitude: number | null;
  statedKind: string | null;
  requestedAt: string;
  receivedAt: string;
  updatedAt: string;
  class: PetitionClass | null;
  subtype: PetitionSubtype;
  /** Whether the petition itself reports wrongdoing, whatever its case is taken for. */
  reported: boolean;
  /** A path of names joined by `/`; empty until it is understood. */
  topic: string;
  /** Why it is set aside; null when it is not. */
  setAside: string | null;
  caseId: string | null;
  /** Version of the case that was merged in last. */
  caseVersion: number;
  unit: string | null;
  deadline: string | null;
  answer: string | null;
  signedBy: string | null;
};

export const REQUESTS: CollectionSpec = {
  name: 'app-requests',
  indexes: [
    ['queryCode'],
    ['caseId'],
    ['channel', 'entrance', 'requestedAt'],
    ['channel', 'entrance', 'topic', 'status', 'requestedAt'],
  ],
};

export const NOTHING_YET: RequestBody = {
  queryCode: '',
  channel: '',
  account: '',
  entrance: '',
  fingerprint: null,
  step: 0,
  state: 'received',
  status: 'open',
  title: '',
  text: '',
  address: '',
  latitude: null,
  longitude: null,
  statedKind: null,
  requestedAt: '',
  receivedAt: '',
  updatedAt: '',
  class: null,
  subtype: null,
  reported: false,
  topic: '',
  setAside: null,
  caseId: null,
  caseVersion: 0,
  unit: null,
  deadline: null,
  answer: null,
  signedBy: null,
};
