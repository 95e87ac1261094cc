import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Pulled } from '@yihaotong/adapter-kit';
import type { Service } from '@yihaotong/service-host';
import { type Response, Router } from 'express';
import { withLog, withPetitions } from './change-log.ts';
import { type Broken, fileDropBut, paperBut } from './make.ts';

const OUTBOX = 'takes items into its outbox while the log is away and drains it in order';
const NO_ROOM = 'acknowledges nothing that neither log nor outbox took';
const TRY_AGAIN = 'answers "try again" in the words of the channel when its outbox is full';
const DRAINS = 'drains when it is stopped';

/** The routes with another status in their answers. */
function answering(from: number, to: number) {
  return ({ routes }: Service): Partial<Service> => {
    const router = Router();
    router.use((_request, response: Response, next) => {
      const { status } = response;
      response.status = (code: number) => status.call(response, code === from ? to : code);
      next();
    });
    return { routes: routes ? router.use(routes) : router };
  };
}

export const durability: Record<string, Broken> = {
  'acknowledges-first': {
    does: 'acknowledges before the item is durable',
    subject: paperBut({
      platform: withLog((log) => ({
        async append(topic, records) {
          log.append(topic, records).catch(() => {});
          return records.map(() => ({ topic, partition: 0, offset: 0 }));
        },
      })),
    }),
    fails: {
      'acknowledges only what is durable': /answered 200 while the item was not durable/,
      'loses nothing when it is killed before an item is durable': /one was lost/,
      'loses nothing when it is killed between acknowledge and cursor': /one was lost/,
      'loses nothing of its outbox when it is killed': /one was lost/,
      [OUTBOX]: /wait in the outbox/,
      [NO_ROOM]: /six items were acknowledged with room for two/,
      [TRY_AGAIN]: /the outbox was never full/,
      [DRAINS]: /it said that it had stopped/,
    },
  },
  'no-outbox': {
    does: 'has room for one item when the log is away',
    subject: paperBut({ env: (env) => ({ ...env, OUTBOX_MAX_ITEMS: '1' }) }),
    fails: { [OUTBOX]: /not accepted into the outbox: the answer was 503/ },
  },
  'drains-backwards': {
    does: 'hands on what waited in the reverse order',
    subject: fileDropBut({
      platform: withLog((log) => ({
        append: async (topic, records) => (await log.append(topic, records.toReversed())).toReversed(),
      })),
    }),
    fails: { [OUTBOX]: /out of order/ },
  },
  'forgetful-outbox': {
    does: 'keeps its outbox where the next process does not find it',
    subject: paperBut({
      platform: (platform) => ({ ...platform, dataFolder: join(platform.dataFolder, randomUUID()) }),
    }),
    fails: {
      'loses nothing of its outbox when it is killed': /one was lost/,
      [OUTBOX]: /is on the log/,
      'refuses a replayed request': /after a restart: expected 401/,
    },
  },
  'full-and-content': {
    does: 'answers 200 when its outbox is full',
    subject: paperBut({ service: answering(503, 200) }),
    fails: {
      [NO_ROOM]: /six items were acknowledged with room for two/,
      [TRY_AGAIN]: /the outbox was never full/,
      [DRAINS]: /is on the log|stopped, and yet it acknowledged/,
    },
  },
  'other-words': {
    does: 'answers 500 when its outbox is full',
    subject: paperBut({ service: answering(503, 500) }),
    fails: { [TRY_AGAIN]: /not the channel's "try again": 500/ },
  },
  'stops-at-once': {
    does: 'says that it stopped while items are under way',
    subject: paperBut({
      service: (service) => ({
        async stop() {
          service.stop().catch(() => {});
        },
      }),
    }),
    fails: { [DRAINS]: /it said that it had stopped/ },
  },
  'random-ids': {
    does: 'gives each delivery an id of its own',
    subject: paperBut({
      platform: withPetitions((event) => ({ ...event, id: randomUUID() })),
    }),
    fails: {
      'gives a redelivered item the same id': /under \d ids/,
      'gives reordered items the ids that they had in order': /under 2 ids/,
      'gives an item that comes twice at once one id': /under 2 ids/,
      'doubles nothing when it is killed between accept and acknowledge': /under 2 ids/,
    },
  },
  'cursor-first': {
    does: 'saves the cursor of an item before the item is durable',
    subject: fileDropBut({
      channel: (channel) => ({
        ...channel,
        async *pull(cursor, port, signal) {
          const items: Pulled[] = [];
          for await (const pulled of channel.pull(cursor, port, signal)) items.push(pulled);
          for (const [n, { raw, cursor: own }] of items.entries()) yield { raw, cursor: items[n + 1]?.cursor ?? own };
        },
      }),
    }),
    fails: { 'loses nothing when it is killed between acknowledge and cursor': /one was lost/ },
    // When it is stopped, or has no room, in the middle of a round.
    sometimes: [OUTBOX, NO_ROOM],
  },
};
