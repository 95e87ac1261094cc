import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ActionAnswer } from '../src/index.ts';
import type { Visitor } from './support/desk.ts';
import { caseEvent, snapshotFor } from './support/events.ts';
import { untilRead } from './support/platform.ts';
import { makeWorld, type World } from './support/world.ts';

let world: World;
let platform: World['platform'];
let lamp: World['lamp'];
let lampCase: string;
beforeEach(async () => {
  world = await makeWorld();
  ({ platform, lamp, lampCase } = world);
});
afterEach(() => world.end());

describe('actions', () => {
  let operator: Visitor;
  beforeEach(async () => {
    operator = await world.running.as('operator');
  });

  test('an answer goes on the log under its case, and what became of it can be asked', async () => {
    const response = await operator.post(`/api/desk/cases/${lampCase}/answer`, { text: '已修好', signedBy: '王科' });
    const { actionId } = (await response.json()) as ActionAnswer;
    const [action] = await platform.events('desk.actions');
    expect(action).toMatchObject({
      id: actionId,
      type: 'action.answered',
      subject: lampCase,
      data: { by: 'operator', text: '已修好' },
    });
    expect(await operator.json(`/api/desk/actions/${actionId}`)).toMatchObject({ state: 'pending' });
    const closed = snapshotFor(lamp, { version: 2, state: 'closed', closedAt: platform.now().toISOString() });
    await platform.say('cases', caseEvent('case.answered', closed, { causeId: actionId }));
    await untilRead(platform);
    expect(await operator.json(`/api/desk/actions/${actionId}`)).toMatchObject({ state: 'done' });
    const late = await operator.post(`/api/desk/cases/${lampCase}/answer`, { text: '再答', signedBy: '王科' });
    expect([late.status, await late.json()]).toMatchObject([409, { error: { code: 'closed-already' } }]);
  });

  test('the same request sent twice is one action', async () => {
    const body = { text: '已修好', signedBy: '王科', requestId: 'press-0001' };
    const sent = await Promise.all([1, 2].map(() => operator.post(`/api/desk/cases/${lampCase}/answer`, body)));
    const [one, two] = await Promise.all(sent.map((response) => response.json()));
    expect(one).toEqual(two);
  });

  test('a correction carries what was changed and nothing else', async () => {
    const body = { petitionId: lamp.subject, reason: '是投诉', class: 'complain', urgency: 1 };
    expect((await operator.post(`/api/desk/cases/${lampCase}/corrections`, body)).status).toBe(202);
    const [action] = await platform.events('desk.actions');
    expect(action?.data).toEqual({ ...body, caseId: lampCase, by: 'operator' });
  });

  const wrong: [string, object][] = [
    ['nothing', {}],
    ['no reason', { class: 'complain', reason: '' }],
    ['a unit that is none', { unitId: 'nobody' }],
    ['a topic that is none', { topic: '外星事务/飞碟' }],
    ['another class', { class: 'shout' }],
    ["another case's petition", { class: 'complain', petitionId: 'other' }],
  ];
  test('a correction that cannot be right is refused', async () => {
    for (const [name, given] of wrong) {
      const body = { petitionId: lamp.subject, reason: '分错了', ...given };
      const { status } = await operator.post(`/api/desk/cases/${lampCase}/corrections`, body);
      expect([name, status]).toEqual([name, 400]);
    }
    expect(await platform.events('desk.actions')).toEqual([]);
  });

  test('with the log away nothing is promised', async () => {
    platform.eventLog.goAway();
    const response = await operator.post(`/api/desk/cases/${lampCase}/answer`, { text: '已修好', signedBy: '王科' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    platform.eventLog.comeBack();
  });
});
