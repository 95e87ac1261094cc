import assert from 'node:assert/strict';
import type { CheckSpec } from '../check.ts';
import { pollOnly, pushOnly } from '../check.ts';
import type { LogMood } from '../controlled-log.ts';
import { type Mortal, withMortal } from '../mortal.ts';
import { type Sample, samplesOfOne } from '../sample.ts';
import { until, watch } from '../until.ts';
import { assertOneIdEach } from './identity.ts';

/** What a process that is killed leaves behind is found by the next one on the same folder, as after a power cut. */
const beforeDurable: CheckSpec = {
  name: 'loses nothing when it is killed before an item is durable',
  must: 'Killed with kill -9 while the log holds an append back: what was acknowledged is not lost, and what was not comes again when the channel sends it again.',
  run: (subject) =>
    withMortal(subject, async (mortal) => {
      const some = samplesOfOne(subject, new Date(), 4);
      const { brought } = await begin(mortal, some, 'works', 1);
      await until('the adapter appends a second item to the log', () => mortal.asked > 1);
      await watch();
      await mortal.kill();
      const acknowledged = await brought;
      await goOn(mortal, some, acknowledged);
    }),
};

const beforeAcknowledged: CheckSpec = {
  name: 'doubles nothing when it is killed between accept and acknowledge',
  must: 'Killed with kill -9 after an item became durable and before the channel heard of it: the item comes again and is the same petition.',
  run: (subject) =>
    withMortal(subject, async (mortal) => {
      const some = samplesOfOne(subject, new Date(), 4);
      const { brought } = await begin(mortal, some, 'silent');
      await until('an item is durable', () => mortal.appended > 0);
      await mortal.kill();
      const acknowledged = await brought;
      await goOn(mortal, some, acknowledged);
    }),
};

const afterAcknowledged: CheckSpec = {
  name: 'loses nothing when it is killed between acknowledge and cursor',
  must: 'Killed with kill -9 in the middle of a run, when some items were acknowledged (push) or their cursors saved (poll) and others were not: none is lost and none is doubled.',
  run: (subject) =>
    withMortal(subject, async (mortal) => {
      const some = samplesOfOne(subject, new Date(), 12);
      const { brought } = await begin(mortal, some, 'works', 5);
      await until('some items are through', () => mortal.asked > 5 && mortal.appended > 2);
      await watch();
      await mortal.kill();
      await goOn(mortal, some, await brought);
    }),
};

const outboxSurvives: CheckSpec = {
  name: 'loses nothing of its outbox when it is killed',
  must: 'What was acknowledged into the outbox while the log was away reaches the log after kill -9 and a new start.',
  doesNotApply: (subject) =>
    pushOnly(subject) && 'a poll channel finds it again at its source; see the other checks with kill -9',
  run: (subject) =>
    withMortal(subject, async (mortal) => {
      await mortal.live('away');
      const some = samplesOfOne(subject, new Date(), 4);
      const acknowledged = await sendAll(mortal, some);
      assert.ok(acknowledged.length > 0, 'nothing was acknowledged while the log was away: there is no outbox');
      await mortal.kill();
      await mortal.goOn();
      await untilThere(mortal, acknowledged);
      await assertOneIdEach(mortal, acknowledged);
    }),
};

/** The next start: sends what the channel would send again, and judges by the ids on the log. */
async function goOn(mortal: Mortal, all: readonly Sample[], acknowledged: readonly Sample[]): Promise<void> {
  await mortal.goOn();
  // First what was acknowledged, alone: sent again with the rest, a loss would not show.
  if (mortal.subject.channel.kind === 'push') await untilThere(mortal, acknowledged);
  const again = all.filter((one) => !acknowledged.includes(one));
  if (mortal.subject.channel.kind === 'push') {
    const taken = await sendAll(mortal, again);
    assert.equal(taken.length, again.length, 'an item that was sent again after the kill was not acknowledged');
  }
  await untilThere(mortal, all);
  await assertOneIdEach(mortal, all);
}

async function untilThere(mortal: Mortal, samples: readonly Sample[]): Promise<void> {
  const missing = async () => {
    const texts = (await mortal.petitions()).map(({ data }) => data.petition.text);
    return samples.filter(({ marker }) => !texts.some((text) => text.includes(marker)));
  };
  await until(
    `all ${samples.length} items of before the kill are on the log (otherwise one was lost)`,
    async () => (await missing()).length === 0,
  );
}

/**
 * Starts it and brings the items in; `brought` resolves to those that were acknowledged. The first is sent alone, since a
 * first time is slow everywhere; a source has them all before the first round, so that one round sees them.
 */
async function begin(mortal: Mortal, samples: readonly Sample[], mood: LogMood, heldAfter?: number) {
  const polled = pollOnly(mortal.subject) === null;
  if (polled) await mortal.offer(samples.map(({ item }) => item));
  await mortal.live(mood, heldAfter);
  if (polled) return { brought: Promise.resolve([]) };
  const first = mood === 'works' ? await sendAll(mortal, samples.slice(0, 1)) : [];
  const rest = sendAll(mortal, samples.slice(mood === 'works' ? 1 : 0));
  return { brought: rest.then((others) => [...first, ...others]) };
}

/** Sends all at once and resolves to those that were acknowledged. */
async function sendAll(mortal: Mortal, samples: readonly Sample[]): Promise<Sample[]> {
  const taken = await Promise.all(samples.map(({ item }) => mortal.sendAndSee(item)));
  return samples.filter((_one, n) => taken[n]);
}

export const killChecks: readonly CheckSpec[] = [beforeDurable, beforeAcknowledged, afterAcknowledged, outboxSurvives];
