import type { Condition, Stored } from '@yihaotong/document-store';
import { readQueryCode } from '@yihaotong/petition-event';
import type { PetitionListAnswer, PetitionListQuery, PetitionRow } from '../api/schema.ts';
import type { PetitionBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';
import { range } from './case-filter.ts';

const QUERY_CODE = /^[0-9A-HJKMNP-TV-Z]{10}$/;

/** Petitions of the whole city, newest first. */
export async function listPetitions(collections: Collections, query: PetitionListQuery): Promise<PetitionListAnswer> {
  const page = await collections.petitions.find({
    where: petitionWhere(query),
    sort: { field: 'receivedAt', direction: 'descending' },
    after: query.after ?? null,
    limit: query.limit,
  });
  const links = await collections.links.getMany(page.items.map(({ id }) => id));
  const caseOf = new Map(links.map(({ id, body }) => [id, body.caseId]));
  return { items: page.items.map((item) => petitionRowOf(item, caseOf.get(item.id) ?? null)), next: page.next };
}

/** The petitions of a case, in the order in which they came in. */
export async function petitionsOfCase(
  { links, petitions }: Collections,
  caseId: string,
  paging: { after?: string | undefined; limit: number },
): Promise<PetitionListAnswer> {
  const page = await links.find({
    where: { caseId },
    sort: { field: 'order', direction: 'ascending' },
    after: paging.after ?? null,
    limit: paging.limit,
  });
  const ids = page.items.map(({ id }) => id);
  const found = new Map((await petitions.getMany(ids)).map((item) => [item.id, item]));
  const items = ids.flatMap((id) => {
    const item = found.get(id);
    return item ? [petitionRowOf(item, caseId)] : [];
  });
  return { items, next: page.next };
}

export function petitionRowOf({ id, body }: Stored<PetitionBody>, caseId: string | null): PetitionRow {
  const { understanding, petition } = body;
  return {
    petitionId: id,
    caseId,
    matterId: body.matterId,
    channel: body.channel,
    queryCode: body.queryCode,
    title: body.title,
    text: body.text,
    class: understanding.class,
    subtype: understanding.subtype,
    topic: understanding.topic,
    urgency: understanding.urgency,
    unsure: understanding.unsure,
    relation: body.relationFound.kind,
    invalid: body.invalid,
    citizen: body.shown,
    attachments: petition.attachments.length,
    occurredAt: petition.occurredAt,
    receivedAt: body.receivedAt,
  };
}

function petitionWhere(query: PetitionListQuery): Record<string, Condition> {
  const where: Record<string, Condition> = {};
  if (query.channel) where.channel = { in: query.channel };
  if (query.class) where.class = { in: query.class };
  if (query.relation) where.relation = { in: query.relation };
  if (query.invalid !== undefined) where.nuisance = query.invalid;
  if (query.matter) where.matterId = query.matter;
  const received = range(query.receivedFrom, query.receivedTo);
  if (received) where.receivedAt = received;
  if (query.q === undefined || query.q === '') return where;
  const code = readQueryCode(query.q);
  if (QUERY_CODE.test(code)) where.queryCode = code;
  else where.search = { contains: query.q };
  return where;
}
