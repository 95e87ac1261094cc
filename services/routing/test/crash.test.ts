import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeskAction, PetitionNormalized } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { openCaseStore } from '../src/case-store.ts';
import { handleActions } from '../src/handle-actions.ts';
import { handlePetitions } from '../src/handle-petitions.ts';
import { caseIdOf } from '../src/state.ts';
import { answered, corrected } from './support/actions.ts';
import { Crash, dyingAt } from './support/faults.ts';
import { normalized } from './support/petitions.ts';
import { batchOf, caseEvents, openTestPlatform, repliesTo } from './support/platform.ts';

/** More writes than any of the stories makes. */
const MOST_WRITES = 30;

let platform: Platform;
let close: () => Promise<void>;
beforeAll(async () => ({ platform, close } = await openTestPlatform()));
afterAll(() => close());

/** A day in short: two on one matter, one raises it; a correction; an answer; a third citizen after that; an unknown case. */
function story(name: string) {
  const matter = `matter-${name}`;
  const caseId = caseIdOf(matter, 0);
  const said = (i: number, rest: Partial<Parameters<typeof normalized>[0]> = {}) =>
    normalized({ native: `${name}-${i}`, offset: i, matter, kind: i === 1 ? 'new' : 'same-matter', ...rest });
  const petitions = [said(1), said(2), said(3, { understanding: { urgency: 1 } }), said(5)];
  const steps: { topic: 'petitions.normalized' | 'desk.actions'; events: (PetitionNormalized | DeskAction)[] }[] = [
    { topic: 'petitions.normalized', events: [petitions[0], petitions[1]].filter((event) => event !== undefined) },
    {
      topic: 'petitions.normalized',
      events: [said(3, { understanding: { urgency: 1 } }), said(4, { kind: 'redelivery' })],
    },
    { topic: 'desk.actions', events: [corrected(caseId, { topic: '城乡建设/供水' }), answered(caseId)] },
    { topic: 'petitions.normalized', events: [said(5)] },
  ];
  return { matter, caseId, steps, petitionIds: new Set(petitions.map(({ subject }) => subject)) };
}

/** Handles a step as a process would that is started again after each crash. Returns how often it died. */
async function run(step: ReturnType<typeof story>['steps'][number], first: number, world: Platform): Promise<void> {
  const store = await openCaseStore(world.documentStore);
  if (step.topic === 'desk.actions') {
    const actions = step.events.filter((event) => event.type !== 'petition.normalized');
    await handleActions(batchOf('desk.actions', actions, first), world, store);
    return;
  }
  const petitions = step.events.filter((event) => event.type === 'petition.normalized');
  await handlePetitions(batchOf('petitions.normalized', petitions, first), world, store);
}

/** Runs the story; the process dies once, at the n-th write. False when the story has fewer writes. */
async function runDying(name: string, n: number, when: 'before' | 'after'): Promise<boolean> {
  const dying = dyingAt(platform, n, when);
  for (const [i, step] of story(name).steps.entries()) {
    try {
      await run(step, i * 10, dying.reached() ? platform : dying.platform);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await run(step, i * 10, platform);
    }
  }
  return dying.reached();
}

/** What the world sees of a story, with the story's own names taken out. */
async function seen(name: string) {
  const { matter, petitionIds, caseId } = story(name);
  const store = await openCaseStore(platform.documentStore);
  const chain = (await store.chains([matter])).get(matter)?.cases ?? [];
  const events = await caseEvents(platform, matter);
  const replies = await repliesTo(platform, petitionIds);
  const { items } = await store.petitions.find({ where: { caseId } });
  const latest = new Map<string, number>();
  for (const { data } of events) {
    latest.set(data.case.caseId, Math.max(latest.get(data.case.caseId) ?? 0, data.case.version));
  }
  return {
    states: chain.map(({ body }) => [
      body.snapshot.state,
      body.snapshot.version,
      body.snapshot.deadline,
      body.snapshot.unit.id,
    ]),
    actions: chain.map(({ body }) => body.actions.map(({ type }) => type)),
    events: events.map(({ type }) => type).toSorted(),
    shown: chain.map(({ id }) => latest.get(id)),
    replies: replies.map(({ data }) => data.kind).toSorted(),
    replyIds: new Set(replies.map(({ data }) => `${data.petitionId} ${data.kind}`)).size,
    petitions: items.length,
  };
}

describe('a process that dies at any of its writes and starts again', () => {
  test('leaves the same cases, events and replies as one that never died', async () => {
    const first = story('calm').steps;
    for (const [i, step] of first.entries()) await run(step, i * 10, platform);
    const calm = await seen('calm');
    expect(calm).toMatchObject({
      events: ['case.answered', 'case.corrected', 'case.joined', 'case.joined', 'case.opened', 'case.opened'],
      replies: ['answer', 'answer', 'answer', 'receipt', 'receipt', 'receipt', 'receipt'],
      replyIds: 7,
      petitions: 3,
    });

    let died = 0;
    for (let n = 0; n < MOST_WRITES; n++) {
      for (const when of ['before', 'after'] as const) {
        const name = `${when}-${n}`;
        if (!(await runDying(name, n, when))) continue;
        died += 1;
        expect({ name, ...(await seen(name)) }).toEqual({ name, ...calm });
      }
    }
    // Every write of the story was one to die at.
    expect(died).toBeGreaterThan(20);
    expect(await runDying('none', MOST_WRITES, 'before')).toBe(false);
  });
});
