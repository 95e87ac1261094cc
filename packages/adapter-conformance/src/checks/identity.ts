import assert from 'node:assert/strict';
import type { CheckSpec } from '../check.ts';
import { type Rig, withRig } from '../rig.ts';
import { type Sample, sample } from '../sample.ts';
import { watch } from '../until.ts';

const redelivery: CheckSpec = {
  name: 'gives a redelivered item the same id',
  must: 'An item that the channel delivers again, even after a restart, has the id of its first delivery.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const once = sample(subject, rig.now());
      await rig.bring(once.item);
      await rig.arrived(once.marker);
      await rig.bring(once.item);
      await rig.restart();
      await rig.bring(once.item);
      await settle(rig);
      await assertOneIdEach(rig, [once]);
    }),
};

const reordering: CheckSpec = {
  name: 'gives reordered items the ids that they had in order',
  must: 'Ids do not depend on the order in which items come, nor on what came before.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const some = [0, 1, 2].map(() => sample(subject, rig.now()));
      for (const { item } of some) await rig.bring(item);
      for (const { item } of some.toReversed()) await rig.bring(item);
      await settle(rig);
      await assertOneIdEach(rig, some);
    }),
};

const atOnce: CheckSpec = {
  name: 'gives an item that comes twice at once one id',
  must: 'Two deliveries of one item at the same moment are one petition.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const some = [0, 1, 2, 3].map(() => sample(subject, rig.now()));
      await Promise.all(some.flatMap(({ item }) => [rig.bring(item), rig.bring(item)]));
      await settle(rig);
      await assertOneIdEach(rig, some);
    }),
};

/** After the last item arrived, a little longer for copies that come late. */
async function settle(rig: Rig): Promise<void> {
  const last = sample(rig.subject, rig.now());
  await rig.bring(last.item);
  await rig.arrived(last.marker);
  await watch();
}

/** None lost, none doubled: each sample stands in the log under exactly one id. */
export async function assertOneIdEach(rig: Pick<Rig, 'petitions'>, samples: readonly Sample[]): Promise<void> {
  const all = await rig.petitions();
  for (const { marker } of samples) {
    const ids = new Set(all.filter(({ data }) => data.petition.text.includes(marker)).map(({ id }) => id));
    assert.notEqual(ids.size, 0, `item ${marker} is not on the log: it was lost`);
    assert.equal(ids.size, 1, `item ${marker} is on the log under ${ids.size} ids: ${[...ids].join(', ')}`);
  }
}

export const identityChecks: readonly CheckSpec[] = [redelivery, reordering, atOnce];
