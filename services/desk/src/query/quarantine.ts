import type { Condition, Stored, Where } from '@yihaotong/document-store';
import type { QuarantineListAnswer, QuarantineListQuery, QuarantineRow } from '../api/schema.ts';
import type { QuarantineBody, ReplayBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';

/** What could not be read, newest first. */
export async function listQuarantine(
  collections: Collections,
  query: QuarantineListQuery,
): Promise<QuarantineListAnswer> {
  const page = await collections.quarantine.find({
    where: quarantineWhere(query),
    sort: { field: 'at', direction: 'descending' },
    after: query.after ?? null,
    limit: query.limit,
  });
  const replays = await collections.replays.getMany(page.items.map(({ id }) => id));
  const byId = new Map(replays.map(({ id, body }) => [id, body]));
  return {
    items: page.items.map((entry) => quarantineRowOf(entry, byId.get(entry.id))),
    next: page.next,
    reasons: await openReasons(collections),
  };
}

async function openReasons({ quarantine }: Collections): Promise<QuarantineListAnswer['reasons']> {
  const rows = await quarantine.count({ where: { state: 'open' }, by: ['channel', 'stage', 'code'] });
  return rows
    .map(({ values, count }) => ({
      channel: String(values.channel),
      stage: stageOf(values.stage),
      code: String(values.code),
      count,
    }))
    .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

const stageOf = (value: unknown): QuarantineRow['stage'] =>
  value === 'normalizer' || value === 'routing' ? value : 'adapter';

export function quarantineWhere(query: {
  state?: 'open' | 'recovered' | undefined;
  channel?: string | undefined;
  stage?: string | undefined;
  code?: string | undefined;
}): Where {
  const where: Record<string, Condition> = {};
  if (query.state) where.state = query.state;
  if (query.channel !== undefined) where.channel = query.channel;
  if (query.stage !== undefined) where.stage = query.stage;
  if (query.code !== undefined) where.code = query.code;
  return where;
}

function quarantineRowOf({ id, body }: Stored<QuarantineBody>, replay: ReplayBody | undefined): QuarantineRow {
  const { state, stage, channel, account, code, message, raw, receivedAt, at, petitionIds } = body;
  const replayedAt = replay?.at ?? null;
  // Unreadable still: it was put here anew after the replay.
  const isWaiting = state === 'open' && replayedAt !== null && replayedAt > at;
  return {
    quarantineId: id,
    state: isWaiting ? 'replayed' : state,
    stage,
    channel,
    account,
    code,
    message,
    mediaType: raw.mediaType,
    receivedAt,
    at,
    replayedAt,
    petitionIds,
  };
}
