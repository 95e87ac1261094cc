import { readQueryCode, redact } from '@yihaotong/petition-event';
import type { PublicPetitionAnswer } from '../api/schema.ts';
import type { Collections } from '../store/collections.ts';

/** What a citizen is told who has the query code; null for a code that is none. Nothing in it says who asked, or what. */
export async function publicPetition(collections: Collections, written: string): Promise<PublicPetitionAnswer | null> {
  const queryCode = readQueryCode(written);
  const { items } = await collections.petitions.find({ where: { queryCode }, limit: 1 });
  const petition = items[0];
  if (!petition) return null;
  const link = await collections.links.get(petition.id);
  const found = link ? await collections.cases.get(link.body.caseId) : null;
  const { understanding, invalid, receivedAt } = petition.body;
  if (!found) {
    return {
      queryCode,
      state: invalid ? 'not-a-case' : 'received',
      class: understanding.class,
      topic: understanding.topic,
      receivedAt,
      unit: null,
      deadline: null,
      answer: null,
    };
  }
  const { snapshot, deadline } = found.body;
  return {
    queryCode,
    state: snapshot.state === 'closed' ? 'answered' : 'in-progress',
    class: snapshot.class,
    topic: snapshot.topic,
    receivedAt,
    unit: snapshot.unit.name,
    deadline,
    answer: snapshot.answer && { ...snapshot.answer, text: redact(snapshot.answer.text) },
  };
}
