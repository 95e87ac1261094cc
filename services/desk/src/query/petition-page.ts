import type { Stored } from '@yihaotong/document-store';
import type { AttachmentRow, PetitionAnswer, PetitionRow } from '../api/schema.ts';
import type { PetitionBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';
import { petitionRowOf } from './petitions.ts';
import { listReplies } from './replies.ts';
import { listTimeline } from './timeline.ts';

const MOST = 200;

/** Everything for the petition's page. `unitId`: the unit that reads; what belongs to another is left out. */
export async function petitionPage(
  collections: Collections,
  petition: Stored<PetitionBody>,
  caseId: string | null,
  unitId: string | null,
): Promise<Omit<PetitionAnswer, 'may'>> {
  const { id, body } = petition;
  const { account, line, language, place, statedKind, adapterVersion } = body.petition;
  const byPetition = { petitionId: id };
  const [related, attachments, timeline, replies] = await Promise.all([
    relatedRow(collections, body.relationFound.of, unitId),
    attachmentRows(collections, petition),
    listTimeline(collections, byPetition, { limit: MOST }),
    listReplies(collections, byPetition, { limit: MOST }),
  ]);
  return {
    petition: {
      ...petitionRowOf(petition, caseId),
      account,
      line,
      language,
      place: { text: body.placeText, ...place },
      statedKind,
      adapterVersion,
    },
    understanding: body.understanding,
    relation: body.relationFound,
    related,
    attachments,
    timeline: timeline.items,
    replies: replies.items,
  };
}

async function relatedRow(
  collections: Collections,
  id: string | null,
  unitId: string | null,
): Promise<PetitionRow | null> {
  if (id === null) return null;
  const [petition, link] = [await collections.petitions.get(id), await collections.links.get(id)];
  if (!petition) return null;
  const caseId = link?.body.caseId ?? null;
  if (unitId === null) return petitionRowOf(petition, caseId);
  const found = caseId === null ? null : await collections.cases.get(caseId);
  return found?.body.unitId === unitId ? petitionRowOf(petition, caseId) : null;
}

async function attachmentRows(
  { attachments }: Collections,
  { id, body }: Stored<PetitionBody>,
): Promise<AttachmentRow[]> {
  const declared = body.petition.attachments;
  const found = await attachments.getMany(declared.map((attachment) => `${id}/${attachment.id}`));
  const states = new Map(found.map((stored) => [stored.id, stored.body]));
  return declared.map((attachment) => {
    const state = states.get(`${id}/${attachment.id}`);
    return {
      id: attachment.id,
      name: attachment.name,
      mediaType: state?.mediaType ?? attachment.mediaType,
      size: state?.size ?? attachment.size,
      state: state?.state ?? 'pending',
      reason: state?.reason ?? null,
    };
  });
}
