import type { ChannelStatusBody } from '@yihaotong/adapter-kit';
import type { TopicNode } from '@yihaotong/hotline-policy';
import { Router } from 'express';
import { stream } from '../live/stream.ts';
import { unitOf } from '../people/rights.ts';
import { allowed, type Desk } from './context.ts';
import { ApiError } from './http.ts';
import type { ChannelRow, ChannelsAnswer, PolicyAnswer, TopicChoice } from './schema.ts';

/** Consoles that one process holds open at once. */
const MOST_STREAMS = 500;

/** The header's figures, the selects, the channels' health, and the live stream. */
export function deskRoutes(desk: Desk): Router {
  const router = Router();

  router.get(
    '/summary',
    allowed(desk, 'readCases', async (_request, response, { user }) => {
      response.json(await desk.summary(unitOf(user)));
    }),
  );

  router.get(
    '/policy',
    allowed(desk, 'readCases', async (_request, response) => {
      const { city, units, areas, topics, classes, lines } = desk.platform.policy.current();
      const { name, nameEnglish, timeZone } = city;
      const answer: PolicyAnswer = {
        city: { name, nameEnglish, timeZone },
        units: units.map(({ id, name, kind }) => ({ id, name, kind })),
        areas: areas.map(({ name, adcode }) => ({ name, adcode })),
        topics: topics.map(topicChoice),
        classes: classes.map(({ id, names }) => ({ id, names: { ...names } })),
        lines: [...lines],
      };
      response.json(answer);
    }),
  );

  router.get(
    '/channels',
    allowed(desk, 'readAll', async (_request, response) => {
      const page = await desk.collections.channels.find({ limit: 200 });
      const answer: ChannelsAnswer = { items: page.items.map(({ id, body }) => channelRowOf(id, body)) };
      response.json(answer);
    }),
  );

  router.get(
    '/events',
    allowed(desk, 'readCases', async (request, response, { user, session }) => {
      if (desk.streams.size >= MOST_STREAMS) throw new ApiError('try-again', 'too many consoles are open');
      const end = stream(request, response, desk.hub, {
        unitId: unitOf(user),
        stillSignedIn: async () => (await desk.people.whoIsIn(session)) !== null,
      });
      desk.streams.add(end);
      response.on('close', () => desk.streams.delete(end));
    }),
  );
  return router;
}

function topicChoice({ name, children }: TopicNode): TopicChoice {
  return { name, children: children.map(topicChoice) };
}

function channelRowOf(id: string, body: ChannelStatusBody): ChannelRow {
  return {
    id,
    kind: body.kind,
    title: body.title,
    adapterVersion: body.adapterVersion,
    state: body.state,
    missing: [...body.missing],
    wrong: [...body.wrong],
    lastReceivedAt: body.lastReceivedAt,
    lastDeliveredAt: body.lastDeliveredAt,
    outboxItems: body.outboxItems,
    alarms: [...body.alarms],
    updatedAt: body.updatedAt,
  };
}
