import type { Stored, Where } from '@yihaotong/document-store';
import type { ReplyListAnswer, ReplyRow } from '../api/schema.ts';
import type { OutcomeBody, ReplyBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';

/** Replies with what became of them, oldest first. */
export async function listReplies(
  { replies, outcomes }: Collections,
  where: Where,
  paging: { after?: string | undefined; limit: number },
): Promise<ReplyListAnswer> {
  const page = await replies.find({
    where,
    sort: { field: 'requestedAt', direction: 'ascending' },
    after: paging.after ?? null,
    limit: paging.limit,
  });
  const found = await outcomes.getMany(page.items.map(({ id }) => id));
  const byId = new Map(found.map((outcome) => [outcome.id, outcome.body]));
  return { items: page.items.map((reply) => replyRowOf(reply, byId.get(reply.id))), next: page.next };
}

function replyRowOf({ id, body }: Stored<ReplyBody>, outcome: OutcomeBody | undefined): ReplyRow {
  const { petitionId, caseId, kind, channel, text, requestedAt } = body;
  return {
    replyId: id,
    petitionId,
    caseId,
    kind,
    channel,
    text,
    requestedAt,
    state: outcome?.state ?? 'requested',
    through: outcome?.through ?? null,
    at: outcome?.at ?? null,
    reason: outcome?.reason ?? null,
  };
}
