import { randomUUID } from 'node:crypto';
import { lampOf } from '@yihaotong/hotline-policy';
import { type DeskAction, derivedId, envelope, writeEvent } from '@yihaotong/petition-event';
import { Router } from 'express';
import type { SignedIn } from '../people/people.ts';
import { may, unitOf } from '../people/rights.ts';
import { countCases, listCases, petitionCounts } from '../query/board.ts';
import { petitionsOfCase } from '../query/petitions.ts';
import { listReplies } from '../query/replies.ts';
import { listTimeline } from '../query/timeline.ts';
import type { CaseBody } from '../store/bodies.ts';
import { allowed, type Desk, note, param } from './context.ts';
import { ApiError, read } from './http.ts';
import {
  type ActionAnswer,
  type ActionState,
  answerCase,
  type CaseAnswer,
  caseFilter,
  caseListQuery,
  correctCase,
  pageQuery,
} from './schema.ts';

/** The board, a case's page, and what is done to a case. */
export function caseRoutes(desk: Desk): Router {
  const { collections, platform } = desk;
  const router = Router();

  router.get(
    '/cases',
    allowed(desk, 'readCases', async (request, response, { user }) => {
      const query = read(caseListQuery, request.query);
      response.json(await listCases(collections, query, unitOf(user), platform.now()));
    }),
  );

  router.get(
    '/cases/count',
    allowed(desk, 'readCases', async (request, response, { user }) => {
      const filter = read(caseFilter, request.query);
      response.json({ count: await countCases(collections, filter, unitOf(user), platform.now()) });
    }),
  );

  router.get(
    '/cases/:caseId',
    allowed(desk, 'readCases', async (request, response, who) => {
      const { snapshot } = await visibleCase(desk, who, param(request, 'caseId'));
      const counts = await petitionCounts(collections, [snapshot.caseId]);
      const isOpen = snapshot.state === 'open';
      const answer: CaseAnswer = {
        case: snapshot,
        lamp: lampOf(snapshot, platform.now()),
        petitions: counts.get(snapshot.caseId) ?? 0,
        may: {
          answer: isOpen && may(who.user, 'answer'),
          correct: isOpen && may(who.user, 'correct'),
          reveal: may(who.user, 'reveal'),
        },
      };
      response.json(answer);
    }),
  );

  router.get(
    '/cases/:caseId/petitions',
    allowed(desk, 'readCases', async (request, response, who) => {
      const { caseId } = await visibleCase(desk, who, param(request, 'caseId'));
      response.json(await petitionsOfCase(collections, caseId, read(pageQuery, request.query)));
    }),
  );

  router.get(
    '/cases/:caseId/timeline',
    allowed(desk, 'readCases', async (request, response, who) => {
      const { caseId } = await visibleCase(desk, who, param(request, 'caseId'));
      response.json(await listTimeline(collections, { caseId }, read(pageQuery, request.query)));
    }),
  );

  router.get(
    '/cases/:caseId/replies',
    allowed(desk, 'readCases', async (request, response, who) => {
      const { caseId } = await visibleCase(desk, who, param(request, 'caseId'));
      response.json(await listReplies(collections, { caseId }, read(pageQuery, request.query)));
    }),
  );

  router.post(
    '/cases/:caseId/answer',
    allowed(desk, 'answer', async (request, response, who) => {
      const { caseId } = await openCase(desk, who, param(request, 'caseId'));
      const { text, signedBy, requestId } = read(answerCase, request.body);
      const data = { caseId, by: who.user.name, text, signedBy };
      await note(desk, who, { action: 'case.answered', target: caseId });
      response.status(202).json(await act(desk, who, 'action.answered', data, requestId));
    }),
  );

  router.post(
    '/cases/:caseId/corrections',
    allowed(desk, 'correct', async (request, response, who) => {
      const { caseId } = await openCase(desk, who, param(request, 'caseId'));
      const { requestId, ...given } = read(correctCase, request.body);
      await checkCorrection(desk, caseId, given);
      const data = { ...given, caseId, by: who.user.name };
      await note(desk, who, { action: 'case.corrected', target: caseId, reason: given.reason });
      response.status(202).json(await act(desk, who, 'action.corrected', data, requestId));
    }),
  );

  router.get(
    '/actions/:actionId',
    allowed(desk, 'answer', async (request, response, who) => {
      const causeId = param(request, 'actionId');
      const { items } = await listTimeline(collections, { causeId }, { limit: 1 });
      const found = items[0];
      if (found?.caseId) await visibleCase(desk, who, found.caseId);
      const state = found === undefined ? 'pending' : found.type === 'case.refused' ? 'refused' : 'done';
      const answer: ActionState = { actionId: causeId, state, note: found?.note ?? null };
      response.json(answer);
    }),
  );
  return router;
}

/** The case, if the reader may see it; for the others it is not there. */
export async function visibleCase({ collections }: Desk, { user }: SignedIn, caseId: string): Promise<CaseBody> {
  const found = await collections.cases.get(caseId);
  const unitId = unitOf(user);
  if (!found || (unitId !== null && found.body.unitId !== unitId)) {
    throw new ApiError('not-found', 'there is no such case');
  }
  return found.body;
}

async function openCase(desk: Desk, who: SignedIn, caseId: string): Promise<CaseBody> {
  const found = await visibleCase(desk, who, caseId);
  if (!found.open) throw new ApiError('closed-already', 'the case was answered already');
  return found;
}

async function checkCorrection(
  { collections, platform }: Desk,
  caseId: string,
  given: { petitionId: string; unitId?: string | undefined; topic?: string | undefined },
): Promise<void> {
  const link = await collections.links.get(given.petitionId);
  if (link?.body.caseId !== caseId) throw new ApiError('bad-request', 'the petition is not one of this case');
  const policy = platform.policy.current();
  if (given.unitId !== undefined && !policy.unit(given.unitId)) {
    throw new ApiError('bad-request', `the policy has no unit ${given.unitId}`);
  }
  const first = given.topic?.split('/')[0];
  if (first !== undefined && !policy.topics.some(({ name }) => name === first)) {
    throw new ApiError('bad-request', `the policy has no topic ${first}`);
  }
}

type CaseAction = Exclude<DeskAction, { type: 'action.replayed' }>;

/** Puts an action on the log. The same request of the same person has the same id, and is carried out once. */
async function act<T extends CaseAction['type']>(
  { platform }: Desk,
  { user }: SignedIn,
  type: T,
  data: Extract<CaseAction, { type: T }>['data'],
  requestId: string | undefined,
): Promise<ActionAnswer> {
  const id = requestId === undefined ? randomUUID() : derivedId('action', user.name, data.caseId, requestId);
  const fields = { id, source: '/services/desk', subject: data.caseId, time: platform.now() };
  const event = envelope(type, { ...fields, data }) as CaseAction;
  await platform.telemetry.span('case.act', { caseId: data.caseId, type }, () =>
    platform.eventLog.append('desk.actions', [
      { key: data.caseId, value: writeEvent('desk.actions', event), headers: platform.telemetry.traceHeaders() },
    ]),
  );
  return { actionId: id };
}
