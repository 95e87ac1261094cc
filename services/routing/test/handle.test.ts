import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { type CaseStore, openCaseStore } from '../src/case-store.ts';
import { handleActions } from '../src/handle-actions.ts';
import { handlePetitions } from '../src/handle-petitions.ts';
import { createRouting } from '../src/index.ts';
import { caseIdOf } from '../src/state.ts';
import { answered, corrected } from './support/actions.ts';
import { normalized } from './support/petitions.ts';
import { batchOf, caseEvents, distinct, openTestPlatform, readAll, repliesTo, YUNLAN } from './support/platform.ts';

let platform: Platform;
let store: CaseStore;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ platform, close } = await openTestPlatform());
  store = await openCaseStore(platform.documentStore);
});
afterAll(() => close());

/** Petitions of one matter, `count` of them, from an offset on. */
function crowd(matter: string, count: number, from = 0) {
  return Array.from({ length: count }, (_, i) => {
    const offset = from + i;
    return normalized({ native: `${matter}-${offset}`, offset, matter, kind: offset === 0 ? 'new' : 'same-matter' });
  });
}

describe('hundreds on one matter', () => {
  test('give one case with each petition once and a receipt for each', async () => {
    const petitions = crowd('burst', 400);
    await handlePetitions(batchOf('petitions.normalized', petitions.slice(0, 250)), platform, store);
    await handlePetitions(batchOf('petitions.normalized', petitions.slice(200), 200), platform, store);

    const events = await caseEvents(platform, 'burst');
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(1);
    expect(events.filter(({ type }) => type === 'case.opened')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'case.joined')).toHaveLength(399);
    expect(new Set(events.map(({ data }) => data.change.petitionId)).size).toBe(400);
    expect((await store.cases.get(caseIdOf('burst', 0)))?.body.snapshot.version).toBe(400);
    const receipts = await repliesTo(platform, new Set(petitions.map(({ subject }) => subject)));
    expect(receipts).toHaveLength(400);
    expect(await store.petitions.count({ where: { caseId: caseIdOf('burst', 0) }, by: [] })).toMatchObject([
      { count: 400 },
    ]);
  });

  test('all get the answer', async () => {
    const petitions = crowd('answered', 700);
    await handlePetitions(batchOf('petitions.normalized', petitions), platform, store);
    await handleActions(batchOf('desk.actions', [answered(caseIdOf('answered', 0))]), platform, store);
    const replies = await repliesTo(platform, new Set(petitions.map(({ subject }) => subject)));
    const answers = replies.filter(({ data }) => data.kind === 'answer');
    expect(new Set(answers.map(({ data }) => data.petitionId)).size).toBe(700);
    expect(answers).toHaveLength(700);
  });
});

describe('two that write the same case at once', () => {
  test('both have their say: nothing is lost, no version is given twice', async () => {
    const petitions = crowd('race', 30);
    const caseId = caseIdOf('race', 0);
    await handlePetitions(batchOf('petitions.normalized', petitions.slice(0, 1)), platform, store);
    const corrections = Array.from({ length: 10 }, (_, i) => corrected(caseId, { unitId: 'bus' }, `r${i}`));
    const joinOneByOne = async () => {
      for (const [i, event] of petitions.slice(1).entries()) {
        await handlePetitions(batchOf('petitions.normalized', [event], i + 1), platform, store);
      }
    };
    await Promise.all([joinOneByOne(), handleActions(batchOf('desk.actions', corrections), platform, store)]);
    const versions = (await caseEvents(platform, 'race')).map(({ data }) => data.case.version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect((await store.cases.get(caseId))?.body.snapshot.version).toBe(40);
  });

  test('two processes that both believe the partition theirs do its work once', async () => {
    const petitions = crowd('zombie', 40);
    const handle = (from: number, to: number) =>
      handlePetitions(batchOf('petitions.normalized', petitions.slice(from, to), from), platform, store);
    await Promise.all([handle(0, 25), handle(0, 40)]);
    expect(await caseEvents(platform, 'zombie')).toHaveLength(40);
    expect((await store.cases.get(caseIdOf('zombie', 0)))?.body.snapshot.version).toBe(40);
  });

  test('a petition that joins while the case is being answered gets the answer, or opens the next case', async () => {
    for (let round = 0; round < 8; round++) {
      const matter = `joining-${round}`;
      const petitions = crowd(matter, 6);
      await handlePetitions(batchOf('petitions.normalized', petitions.slice(0, 3)), platform, store);
      await Promise.all([
        handlePetitions(batchOf('petitions.normalized', petitions.slice(3), 3), platform, store),
        handleActions(batchOf('desk.actions', [answered(caseIdOf(matter, 0))]), platform, store),
      ]);
      const known = await store.petitions.find({ where: { caseId: caseIdOf(matter, 0) } });
      const next = await store.petitions.find({ where: { caseId: caseIdOf(matter, 1) } });
      const replies = await repliesTo(platform, new Set(petitions.map(({ subject }) => subject)));
      const toldIds = replies.filter(({ data }) => data.kind === 'answer').map(({ data }) => data.petitionId);
      expect(new Set(toldIds)).toEqual(new Set(known.items.map(({ id }) => id)));
      expect(known.items.length + next.items.length).toBe(6);
    }
  });

  test('a petition whose document came to stand only after the answering is told by its own handling', async () => {
    const [event] = crowd('late', 1);
    if (!event) throw new Error('no petition');
    await handlePetitions(batchOf('petitions.normalized', [event]), platform, store);
    // As though the answering had looked before the petition's document stood.
    await store.petitions.delete(event.subject);
    await handleActions(batchOf('desk.actions', [answered(caseIdOf('late', 0))]), platform, store);
    expect(await repliesTo(platform, new Set([event.subject]))).toHaveLength(1);
    await handlePetitions(batchOf('petitions.normalized', [event]), platform, store);
    const kinds = (await repliesTo(platform, new Set([event.subject]))).map(({ data }) => data.kind);
    expect(kinds.toSorted()).toEqual(['answer', 'receipt']);
  });
});

describe('what cannot be handled', () => {
  test('goes to quarantine with its bytes and its place, and stops nobody', async () => {
    const good = normalized({ native: 'good', offset: 0 });
    const bad = '{"data":{"petition":{"channel":"sms","account":"106900"}},"type":"nonsense"}';
    const batch = batchOf('petitions.normalized', [bad, good, 'not json']);
    await handlePetitions(batch, platform, store);
    await handleActions(batchOf('desk.actions', ['{}', answered('no-such-case')]), platform, store);

    expect(await caseEvents(platform, good.data.relation.matterId)).toHaveLength(1);
    const entries = distinct(await readAll(platform.eventLog, 'petitions.quarantined')).filter(
      (entry) => entry.type === 'petition.quarantined',
    );
    expect(entries.map(({ data }) => [data.channel, data.origin?.topic, data.reason.code]).toSorted()).toEqual([
      ['desk', 'desk.actions', 'unknown-case'],
      ['desk', 'desk.actions', 'unreadable-event'],
      ['sms', 'petitions.normalized', 'unreadable-event'],
      ['unknown', 'petitions.normalized', 'unreadable-event'],
    ]);
    const sealed = entries.find(({ data }) => data.channel === 'sms')?.data.raw.body;
    expect(Buffer.from(platform.seal.open(sealed ?? 'sealed:'), 'base64').toString()).toBe(bad);
    // The same again is the same entry.
    await handlePetitions(batch, platform, store);
    expect(distinct(await readAll(platform.eventLog, 'petitions.quarantined'))).toHaveLength(4);
  });

  test('is kept by its place alone when it is too large for an entry', async () => {
    const bytes = `{"data":{"petition":{"channel":"huge","account":"${'x'.repeat(10)}"}},"pad":"${'x'.repeat(3_000_000)}"}`;
    await handlePetitions(batchOf('petitions.normalized', [bytes], 77), platform, store);
    const entries = await readAll(platform.eventLog, 'petitions.quarantined');
    expect(entries.find(({ data }) => data.channel === 'huge')).toMatchObject({
      data: { raw: { body: null }, origin: { offset: 77 } },
    });
  });

  test('a petition that the policy cannot decide about is set aside, and the next one passes', async () => {
    const broken = {
      ...YUNLAN,
      unitFor: (matter: Parameters<typeof YUNLAN.unitFor>[0]) => {
        if (matter.text.includes('难题')) throw new Error('a fault');
        return YUNLAN.unitFor(matter);
      },
    };
    const world = { ...platform, policy: { current: () => broken, close: () => undefined } };
    const events = ['难题', '小事'].map((text, i) =>
      normalized({ native: `p-${text}`, offset: i, petition: { text } }),
    );
    await handlePetitions(batchOf('petitions.normalized', events), world, store);
    const [hard, easy] = await Promise.all(events.map(({ data }) => caseEvents(platform, data.relation.matterId)));
    expect([hard?.length, easy?.length]).toEqual([0, 1]);
  });

  test('is an action that cannot be decided, and the one behind it is carried out', async () => {
    await handlePetitions(batchOf('petitions.normalized', crowd('undecided', 1)), platform, store);
    const caseId = caseIdOf('undecided', 0);
    // A policy that was changed to something that its own code cannot work with.
    const current: typeof YUNLAN = {
      ...YUNLAN,
      unitFor: () => {
        throw new TypeError('no such unit');
      },
    };
    const failing = { ...platform, policy: { ...platform.policy, current: () => current } };
    const actions = [corrected(caseId, { urgency: 2 }, 'undecidable'), answered(caseId)];
    await handleActions(batchOf('desk.actions', actions, 5_000), failing, store);
    const entries = await readAll(platform.eventLog, 'petitions.quarantined');
    expect(entries.map(({ data }) => ('reason' in data ? data.reason.code : ''))).toContain('undecidable');
    expect((await store.cases.get(caseId))?.body.snapshot.state).toBe('closed');
  });
});

describe('the service', () => {
  test('reads both topics of a real log, in order, and stops cleanly', async () => {
    const { eventLog } = platform;
    const service = createRouting(platform);
    expect(service.notReady()).not.toBeNull();
    await service.start();
    expect(service.notReady()).toBeNull();
    const petitions = crowd('whole', 20);
    const values = petitions.map((event) => ({ key: '临江区', value: writeEvent('petitions.normalized', event) }));
    await eventLog.append('petitions.normalized', values);
    await until(async () => (await store.petitions.get(petitions.at(-1)?.subject ?? '')) !== null);
    const action = answered(caseIdOf('whole', 0));
    await eventLog.append('desk.actions', [{ key: action.data.caseId, value: writeEvent('desk.actions', action) }]);
    const ids = new Set(petitions.map(({ subject }) => subject));
    await until(async () => (await repliesTo(platform, ids)).length === 40);
    await service.stop();
    expect((await store.cases.get(action.data.caseId))?.body.snapshot.state).toBe('closed');
    expect(service.notReady()).not.toBeNull();
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
