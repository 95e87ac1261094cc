import { type Collection, type DocumentStore, type Stored, VersionConflictError } from '@yihaotong/document-store';
import { CASES, type CaseBody, caseIdOf, PETITIONS, type PetitionBody } from './state.ts';

/** A matter's cases as they are stored, oldest first. */
export interface Chain {
  matterId: string;
  cases: readonly Stored<CaseBody>[];
}

/** Routing's documents. */
export interface CaseStore {
  cases: Collection<CaseBody>;
  petitions: Collection<PetitionBody>;
  /** The cases of each matter; an empty chain for one that has none. */
  chains(matterIds: readonly string[]): Promise<Map<string, Chain>>;
}

export async function openCaseStore(store: DocumentStore): Promise<CaseStore> {
  const cases = await store.collection<CaseBody>(CASES);
  const petitions = await store.collection<PetitionBody>(PETITIONS);
  return { cases, petitions, chains: (matterIds) => readChains(cases, matterIds) };
}

/**
 * Case ids follow from the matter, and a case has a successor only once it is closed: so the chains are read by id,
 * a step for all matters at once, and nearly always that is one step.
 */
async function readChains(cases: Collection<CaseBody>, matterIds: readonly string[]): Promise<Map<string, Chain>> {
  const chains = new Map(matterIds.map((id) => [id, [] as Stored<CaseBody>[]]));
  let asked = [...chains.keys()];
  for (let number = 0; asked.length > 0; number++) {
    const found = await cases.getMany(asked.map((matterId) => caseIdOf(matterId, number)));
    for (const stored of found) chains.get(stored.body.matterId)?.push(stored);
    asked = found.filter(({ body }) => body.snapshot.state === 'closed').map(({ body }) => body.matterId);
  }
  return new Map([...chains].map(([matterId, stored]) => [matterId, { matterId, cases: stored }]));
}

/** Runs a decision until nobody wrote in between. Each try begins with what is stored by then. */
export async function withoutConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof VersionConflictError)) throw error;
    }
  }
}
