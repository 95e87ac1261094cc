import type { CollectionSpec } from '@yihaotong/document-store';
import { type CaseSnapshot, type Citizen, derivedId } from '@yihaotong/petition-event';

/** What routing knows of a case. The document's store version is its own affair; the case's version is in the snapshot. */
export type CaseBody = {
  matterId: string;
  /** How many cases the matter had before this one. */
  number: number;
  snapshot: CaseSnapshot;
  /** The petition that opened it. */
  firstPetitionId: string;
  /** The first petition's words, redacted: by them the policy decides again after a correction. */
  text: string;
  /** Who set the unit by hand; null: the policy did. */
  unitBy: string | null;
  /** The action whose answer closed it. */
  answeredBy: string | null;
  /** Per source partition (`topic/partition`), the highest offset that was taken into account. */
  applied: Record<string, number>;
  /** The latest desk actions and what became of them, newest last: an action written twice acts once. */
  actions: ActionTaken[];
};

export type ActionTaken = {
  id: string;
  type: 'case.answered' | 'case.corrected' | 'case.refused';
  note: string;
};

/** Where a petition's citizen is answered, and in which case it is handled. */
export type PetitionBody = {
  caseId: string;
  channel: string;
  account: string;
  citizen: Citizen;
  threadId: string | null;
  nativeId: string;
  queryCode: string;
  language: string;
  title: string;
};

export const CASES: CollectionSpec = { name: 'routing-cases', indexes: [['matterId', 'number']] };
export const PETITIONS: CollectionSpec = { name: 'routing-petitions', indexes: [['caseId']] };

/** How many desk actions a case remembers. A copy of an action follows it closely: it comes from a repeated append. */
export const ACTIONS_REMEMBERED = 32;

/** The id of a matter's n-th case, from 0 on: a new petition on a matter whose case is closed opens the next. */
export function caseIdOf(matterId: string, number: number): string {
  return derivedId('case', matterId, number);
}
