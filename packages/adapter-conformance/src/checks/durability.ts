import assert from 'node:assert/strict';
import type { CheckSpec } from '../check.ts';
import { pushOnly } from '../check.ts';
import { type Rig, withRig } from '../rig.ts';
import { type Sample, sample, samplesOfOne } from '../sample.ts';
import { until, watch } from '../until.ts';
import { assertOneIdEach } from './identity.ts';

const durableFirst: CheckSpec = {
  name: 'acknowledges only what is durable',
  must: 'While the log holds an append back, the channel hears nothing; once it is durable, the channel hears "received".',
  doesNotApply: (subject) =>
    pushOnly(subject) &&
    'a poll channel acknowledges by its cursor: see the checks with kill -9, which hold the log back',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      await warmUp(rig);
      rig.log.set('held');
      const before = rig.log.asked;
      const { item, marker } = sample(subject, rig.now());
      const answers: number[] = [];
      const answered = rig.bring(item).then((answer) => {
        answers.push(answer?.status ?? 0);
        return answer;
      });
      // Cut off when the check fails before; it is awaited below all the same.
      answered.catch(() => {});
      await until('the adapter appends the item to the log', () => rig.log.asked > before || answers.length > 0);
      await watch();
      assert.deepEqual(answers, [], `answered ${answers[0]} while the item was not durable`);
      rig.log.set('works');
      const answer = await answered;
      assert.ok(answer && rig.accepted(answer), `not accepted once durable: the answer was ${answer?.status}`);
      await rig.arrived(marker);
    }),
};

const outbox: CheckSpec = {
  name: 'takes items into its outbox while the log is away and drains it in order',
  must: 'While the log is away items are taken into a durable outbox, which a restart does not empty; when the log is back, they reach it in their order.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      rig.log.set('away');
      const some = samplesOfOne(subject, rig.now(), 5);
      for (const { item } of some) {
        const answer = await rig.bring(item);
        assert.ok(!answer || rig.accepted(answer), `not accepted into the outbox: the answer was ${answer?.status}`);
      }
      // Pushed items are there once they are answered; for polled ones the status tells, where there is one.
      await until('the items wait in the outbox', () => {
        const waiting = rig.service().status?.().outboxItems ?? some.length;
        return waiting >= some.length;
      });
      await watch();
      assert.equal((await rig.petitions()).length, 0, 'the adapter wrote past the log that was away');
      await rig.restart();
      const late = sample(subject, rig.now(), { citizen: some[0]?.fields.citizen ?? fail() });
      rig.log.set('works');
      await rig.bring(late.item);
      for (const { marker } of [...some, late]) await rig.arrived(marker);
      await assertOneIdEach(rig, [...some, late]);
      await assertInOrder(rig, [...some, late]);
    }),
};

const noRoom: CheckSpec = {
  name: 'acknowledges nothing that neither log nor outbox took',
  must: 'With the log away and the outbox full, nothing is acknowledged that is not there when the log is back; a poll channel leaves its cursor where it was.',
  run: (subject) =>
    withRig(subject, { env: { OUTBOX_MAX_ITEMS: '2' } }, async (rig) => {
      rig.log.set('away');
      const acknowledged: Sample[] = [];
      for (let n = 0; n < 6; n++) {
        const one = sample(subject, rig.now());
        const answer = await rig.bring(one.item);
        if (!answer || rig.accepted(answer)) acknowledged.push(one);
      }
      if (subject.channel.kind === 'push') {
        assert.ok(acknowledged.length < 6, 'six items were acknowledged with room for two');
      }
      await watch();
      rig.log.set('works');
      for (const { marker } of acknowledged) await rig.arrived(marker);
      await assertOneIdEach(rig, acknowledged);
    }),
};

const tryAgain: CheckSpec = {
  name: 'answers "try again" in the words of the channel when its outbox is full',
  must: 'With the log away and the outbox full, the answer is the channel\'s own "try again" (default: 503 with Retry-After).',
  doesNotApply: pushOnly,
  run: (subject) =>
    withRig(subject, { env: { OUTBOX_MAX_ITEMS: '2' } }, async (rig) => {
      rig.log.set('away');
      const refused = [];
      for (let n = 0; n < 6; n++) {
        const answer = await rig.send(rig.request(sample(subject, rig.now()).item));
        if (!rig.accepted(answer)) refused.push(answer);
      }
      assert.ok(refused.length > 0, 'the outbox was never full: six items with room for two');
      for (const answer of refused) {
        assert.ok(rig.tryAgain(answer), `not the channel's "try again": ${answer.status} ${answer.body.slice(0, 80)}`);
      }
      rig.log.set('works');
      const { item, marker } = sample(subject, rig.now());
      await until('items are accepted again when the log is back', async () => {
        const answer = await rig.send(rig.request(item));
        return rig.accepted(answer);
      });
      await rig.arrived(marker);
    }),
};

const drains: CheckSpec = {
  name: 'drains when it is stopped',
  must: 'Stopping waits until what was begun is durable and answered, and takes in nothing more.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      await warmUp(rig);
      rig.log.set('held');
      const before = rig.log.asked;
      const begun = samplesOfOne(subject, rig.now(), 3);
      const answering = Promise.allSettled(begun.map(({ item }) => rig.bring(item)));
      await until('the adapter appends an item to the log', () => rig.log.asked > before);
      // The others too are under way by then.
      await watch();
      let stopped = false;
      const stopping = rig
        .service()
        .stop()
        .then(() => {
          stopped = true;
        });
      await watch();
      assert.equal(stopped, false, 'it said that it had stopped while an item was under way');
      rig.log.set('works');
      await stopping;
      for (const [n, answered] of (await answering).entries()) {
        assert.equal(answered.status, 'fulfilled', 'an item that was under way was cut off without an answer');
        const answer = answered.status === 'fulfilled' ? answered.value : null;
        assert.ok(!answer || rig.accepted(answer) || rig.tryAgain(answer), `cut off with ${answer?.status}`);
        if (answer && rig.accepted(answer)) await rig.arrived(begun[n]?.marker ?? fail());
      }
      await takesNothing(rig);
    }),
};

/** One item through, so that an adapter that acknowledges too early does it at once: a first time is slow everywhere. */
async function warmUp(rig: Rig): Promise<void> {
  const { item, marker } = sample(rig.subject, rig.now());
  await rig.bring(item);
  await rig.arrived(marker);
}

/** After the stop nothing more comes in, and nothing is acknowledged that does not. */
async function takesNothing(rig: Rig): Promise<void> {
  const before = (await rig.petitions()).length;
  const { item } = sample(rig.subject, rig.now());
  const answer = await rig.bring(item).catch(() => null);
  assert.ok(!answer || !rig.accepted(answer), `stopped, and yet it acknowledged with ${answer?.status}`);
  await watch();
  assert.equal((await rig.petitions()).length, before, 'stopped, and yet an item reached the log');
}

/** Offsets within the citizen's one partition rise in the order in which the items came. */
async function assertInOrder(rig: Rig, samples: readonly Sample[]): Promise<void> {
  const texts = (await rig.petitions()).map(({ data }) => data.petition.text);
  const places = samples.map(({ marker }) => texts.findIndex((text) => text.includes(marker)));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
    "one citizen's items reached the log out of order",
  );
}

function fail(): never {
  throw new Error('the suite made fewer samples than it asked for');
}

export const durabilityChecks: readonly CheckSpec[] = [durableFirst, outbox, noRoom, tryAgain, drains];
