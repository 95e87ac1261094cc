import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { Stored } from '@yihaotong/document-store';
import { type DeskAction, envelope, writeEvent } from '@yihaotong/petition-event';
import { Router } from 'express';
import type { SignedIn } from '../people/people.ts';
import { listQuarantine, quarantineWhere } from '../query/quarantine.ts';
import type { QuarantineBody } from '../store/bodies.ts';
import { allowed, type Desk, note, param } from './context.ts';
import { ApiError, read } from './http.ts';
import { quarantineListQuery, type RawAnswer, type ReplayAnswer, replayMany, reveal } from './schema.ts';

/** How much of a raw item the console shows, bytes. */
const SHOWN = 1024 * 1024;
const PAGE = 500;

/** What could not be read: seen, opened, tried again. */
export function quarantineRoutes(desk: Desk): Router {
  const { collections } = desk;
  const router = Router();

  router.get(
    '/quarantine',
    allowed(desk, 'readAll', async (request, response) => {
      response.json(await listQuarantine(collections, read(quarantineListQuery, request.query)));
    }),
  );

  router.post(
    '/quarantine/replay',
    allowed(desk, 'replay', async (request, response, who) => {
      const wanted = read(replayMany, request.body);
      const target = [wanted.channel, wanted.stage ?? '*', wanted.code].join('/');
      await note(desk, who, { action: 'quarantine.replayed', target });
      const answer: ReplayAnswer = { count: await replayAll(desk, who, wanted) };
      response.status(202).json(answer);
    }),
  );

  router.post(
    '/quarantine/:id/replay',
    allowed(desk, 'replay', async (request, response, who) => {
      const entry = await entryOf(desk, param(request, 'id'));
      if (entry.body.state !== 'open') throw new ApiError('closed-already', 'it was recovered already');
      await note(desk, who, { action: 'quarantine.replayed', target: entry.id });
      await replay(desk, who, [entry]);
      const answer: ReplayAnswer = { count: 1 };
      response.status(202).json(answer);
    }),
  );

  router.post(
    '/quarantine/:id/raw',
    allowed(desk, 'reveal', async (request, response, who) => {
      const entry = await entryOf(desk, param(request, 'id'));
      const { reason } = read(reveal, request.body);
      await note(desk, who, { action: 'quarantine.raw-viewed', target: entry.id, reason });
      response.set('Cache-Control', 'no-store').json(await rawOf(desk, entry.body));
    }),
  );
  return router;
}

async function entryOf({ collections }: Desk, id: string): Promise<Stored<QuarantineBody>> {
  const entry = await collections.quarantine.get(id);
  if (!entry) throw new ApiError('not-found', 'there is no such entry');
  return entry;
}

/** Every open entry of a reason, page by page. */
async function replayAll(
  desk: Desk,
  who: SignedIn,
  wanted: { channel: string; stage?: string | undefined; code: string },
): Promise<number> {
  const where = quarantineWhere({ ...wanted, state: 'open' });
  let count = 0;
  let after: string | null = null;
  do {
    const page: { items: Stored<QuarantineBody>[]; next: string | null } = await desk.collections.quarantine.find({
      where,
      after,
      limit: PAGE,
    });
    await replay(desk, who, page.items);
    count += page.items.length;
    after = page.next;
  } while (after !== null);
  return count;
}

async function replay({ platform, collections, hub }: Desk, { user }: SignedIn, entries: Stored<QuarantineBody>[]) {
  if (entries.length === 0) return;
  const now = platform.now();
  const headers = platform.telemetry.traceHeaders();
  const records = entries.map(({ id, body }) => {
    const data = { quarantineId: id, channel: body.channel, by: user.name };
    const fields = { id: randomUUID(), source: '/services/desk', subject: id, time: now, data };
    const event: DeskAction = envelope('action.replayed', fields);
    return { key: id, value: writeEvent('desk.actions', event), headers };
  });
  await platform.eventLog.append('desk.actions', records);
  const body = { at: now.toISOString(), by: user.name };
  await collections.replays.project(entries.map(({ id }) => ({ id, version: now.getTime(), body })));
  hub.publish(entries.map(({ id }) => ({ kind: 'quarantine', id, unitId: null })));
}

async function rawOf({ platform, blobs }: Desk, { raw }: QuarantineBody): Promise<RawAnswer> {
  const { mediaType, sha256, headers, body } = raw;
  const bytes =
    body === null ? await blobs.rawItem(sha256, platform.seal) : Buffer.from(platform.seal.open(body), 'base64');
  if (bytes === null)
    throw new ApiError(
      'not-found',
      'the raw item is not here: it stands in the blob folder of another machine, or on the log alone',
    );
  const shown = Buffer.from(bytes.subarray(0, SHOWN));
  return {
    mediaType,
    sha256,
    headers,
    base64: shown.toString('base64'),
    text: isUtf8(bytes) ? shown.toString('utf8') : null,
    cut: bytes.byteLength > SHOWN,
  };
}
