import type { Where } from '@yihaotong/document-store';
import type { TimelineAnswer } from '../api/schema.ts';
import type { Collections } from '../store/collections.ts';

/** What happened, oldest first. */
export async function listTimeline(
  { timeline }: Collections,
  where: Where,
  paging: { after?: string | undefined; limit: number },
): Promise<TimelineAnswer> {
  const page = await timeline.find({
    where,
    sort: { field: 'at', direction: 'ascending' },
    after: paging.after ?? null,
    limit: paging.limit,
  });
  const items = page.items.map(({ id, body: { at, type, by, note, caseId, petitionId, causeId, corrected } }) => ({
    id,
    at,
    type,
    by,
    note,
    caseId,
    petitionId,
    causeId,
    corrected,
  }));
  return { items, next: page.next };
}
