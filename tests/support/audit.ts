import type { CaseRow, Desk, PetitionRow, ReplyRow, TimelineEntry } from './desk.ts';

/** What is wrong between what was acknowledged and what the desk shows; every list is empty when all is well. */
export interface Audit {
  /** Acknowledged, and not on the board. */
  lost: string[];
  /** On the board more than once, or never sent. */
  doubled: string[];
  unknown: string[];
  /** Petitions that have no case although they are valid. */
  caseless: string[];
  /** Cases whose number of petitions is not that of the petitions that name it, or which has one twice. */
  miscounted: string[];
  /** Petitions with no receipt, or several. */
  receipts: string[];
}

export const ALL_WELL: Audit = { lost: [], doubled: [], unknown: [], caseless: [], miscounted: [], receipts: [] };

/** Compares. `sent`: ids of everything that may be on the board; `acknowledged`: of what must be. */
export async function audit(desk: Desk, acknowledged: Iterable<string>, sent = new Set(acknowledged)): Promise<Audit> {
  const petitions = await desk.all<PetitionRow>('/api/desk/petitions');
  const cases = await desk.all<CaseRow>('/api/desk/cases');
  const ids = petitions.map(({ petitionId }) => petitionId);
  const onBoard = new Set(ids);
  const byCase = Map.groupBy(petitions, ({ caseId }) => caseId ?? '');
  const found: Audit = {
    lost: [...acknowledged].filter((id) => !onBoard.has(id)),
    doubled: ids.filter((id, index) => ids.indexOf(id) !== index),
    unknown: ids.filter((id) => !sent.has(id)),
    caseless: petitions
      .filter(({ caseId, invalid }) => caseId === null && invalid === null)
      .map(({ petitionId }) => petitionId),
    miscounted: [],
    receipts: [],
  };
  for (const { caseId, petitions: count } of cases) {
    const own = (byCase.get(caseId) ?? []).map(({ petitionId }) => petitionId);
    const [timeline, replies] = await Promise.all([
      desk.all<TimelineEntry>(`/api/desk/cases/${caseId}/timeline`),
      desk.all<ReplyRow>(`/api/desk/cases/${caseId}/replies`),
    ]);
    const taken = timeline.filter(({ type }) => type === 'case.opened' || type === 'case.joined');
    if (
      count !== own.length ||
      !sameOnes(
        taken.map(({ petitionId }) => petitionId ?? ''),
        own,
      )
    )
      found.miscounted.push(caseId);
    const receipts = replies.filter(({ kind }) => kind === 'receipt').map(({ petitionId }) => petitionId);
    if (!sameOnes(receipts, own)) found.receipts.push(caseId);
  }
  return found;
}

/** The same ids, each as often as in the other. */
function sameOnes(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join() === others.toSorted().join();
}
