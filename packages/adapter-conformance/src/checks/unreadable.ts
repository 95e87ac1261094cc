import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isSealed, type PetitionQuarantined } from '@yihaotong/petition-event';
import type { CheckSpec } from '../check.ts';
import { handing } from '../handing.ts';
import { type Rig, withRig } from '../rig.ts';
import { bytesOf, type Sample, sample } from '../sample.ts';
import type { Item, Subject } from '../subject.ts';
import { until } from '../until.ts';

const malformed: CheckSpec = {
  name: 'quarantines a malformed item',
  must: 'An item that is not well-formed goes to quarantine with its bytes and a clear reason; the next item passes.',
  run: (subject) => withRig(subject, {}, (rig) => quarantines(rig, subject.malformed)),
};

const unknown: CheckSpec = {
  name: 'quarantines an item of an unknown kind',
  must: 'A well-formed item of a kind that the adapter does not know is not dropped: it goes to quarantine likewise.',
  run: (subject) => withRig(subject, {}, (rig) => quarantines(rig, subject.unknown)),
};

const wronglyEncoded: CheckSpec = {
  name: 'quarantines a wrongly encoded item',
  must: 'An item whose bytes are not what its encoding allows goes to quarantine likewise; no U+FFFD reaches the log.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const broken = sample(subject, rig.now());
      await quarantines(rig, subject.wronglyEncoded ?? { ...broken.item, body: withBadBytes(broken) });
      const petitions = await rig.petitions();
      assert.ok(!petitions.some(({ data }) => data.petition.text.includes('\uFFFD')), 'U+FFFD stands in a petition');
    }),
};

const oversize: CheckSpec = {
  name: 'quarantines an oversize item',
  must: 'An item above maxItemBytes is not read: it goes to quarantine by its hash; the next item passes.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const { maxItemBytes } = subject.channel.capabilities;
      const { item, marker } = sample(subject, rig.now(), { text: '长'.repeat(Math.ceil(maxItemBytes / 3) + 1) });
      const answer = await rig.bring(item);
      assertAnswered(answer?.status ?? null);
      const entry = await until('an oversize item stands in quarantine', async () => (await rig.quarantined())[0]);
      assertReason(entry);
      const hash = createHash('sha256').update(bytesOf(item)).digest('hex');
      assert.equal(entry.data.raw.sha256, hash, 'the entry does not have the hash of the item');
      await assertPasses(rig);
      const petitions = await rig.petitions();
      assert.ok(!petitions.some(({ data }) => data.petition.text.includes(marker)), 'the oversize item was taken in');
    }),
};

/** The item is in quarantine with its bytes and a reason, none of it is a petition, and the next item passes. */
async function quarantines(rig: Rig, item: Item): Promise<void> {
  const answer = await rig.bring(item);
  assertAnswered(answer?.status ?? null);
  const entry = await until('the item stands in quarantine', async () => (await rig.quarantined())[0]);
  assertReason(entry);
  assertRaw(rig, entry, bytesOf(item));
  assert.equal((await rig.petitions()).length, 0, 'an item that cannot be read became a petition');
  await assertPasses(rig);
}

/** It is durable in quarantine, so the channel need not send it again: any clear answer but "my fault" or "go away". */
function assertAnswered(status: number | null): void {
  if (status === null) return;
  assert.ok(status < 500 && status !== 401 && status !== 403, `expected 2xx or a clear 4xx, the answer was ${status}`);
}

function assertReason({ data }: PetitionQuarantined): void {
  assert.ok(data.reason.code !== '', 'the entry has no code');
  assert.ok(data.reason.message.length > 5, `the entry's message does not say what is wrong: "${data.reason.message}"`);
  assert.equal(data.stage, 'adapter');
}

function assertRaw(rig: Rig, { data }: PetitionQuarantined, bytes: Uint8Array): void {
  const { body } = data.raw;
  assert.ok(body && isSealed(body), 'the raw bytes are not kept sealed in the entry');
  assert.ok(Buffer.from(rig.seal.open(body), 'base64').equals(bytes), 'the raw bytes are not those that came');
}

async function assertPasses(rig: Rig): Promise<void> {
  const next = sample(rig.subject, rig.now());
  await rig.bring(next.item);
  await rig.arrived(next.marker);
}

/** FF and FE stand in no UTF-8 text; in the middle of the words, so that the frame around them stays whole. */
function withBadBytes({ item, marker }: Sample): Uint8Array {
  const bytes = Buffer.from(bytesOf(item));
  const at = bytes.indexOf(marker);
  assert.ok(at >= 0, 'the item does not carry its text as it is: give `wronglyEncoded` in the subject');
  return Buffer.concat([bytes.subarray(0, at), Uint8Array.of(0xff, 0xfe), bytes.subarray(at)]);
}

const replay: CheckSpec = {
  name: 'replays a quarantined item',
  must: 'At the word of the desk a quarantined item is read again: what can be read now becomes its petition and leaves quarantine; what still cannot stays.',
  run: (subject) =>
    withRig(subject, { start: false }, async (rig) => {
      const { item, marker } = sample(subject, rig.now());
      // As an older version of the adapter would have left it, which could not read the item yet.
      await rig.runWith(older(subject, item));
      if (subject.channel.kind === 'poll') await rig.bring(item);
      const readable = await until('the item stands in quarantine', async () => (await rig.quarantined())[0]);
      await rig.restart();
      await rig.bring(subject.malformed);
      const still = await until('a second item stands in quarantine', async () =>
        (await rig.quarantined()).find(({ data }) => data.quarantineId !== readable.data.quarantineId),
      );
      await rig.replay(still.data.quarantineId);
      await rig.replay(readable.data.quarantineId);
      await rig.arrived(marker);
      const recovered = await until('a petition.recovered of the item', async () => {
        const ids = (await rig.recovered()).map(({ data }) => data.quarantineId);
        return ids.includes(readable.data.quarantineId) && ids;
      });
      assert.ok(!recovered.includes(still.data.quarantineId), 'what still cannot be read was let out of quarantine');
      await assertPasses(rig);
    }),
};

/** The same channel when it could read nothing. A push channel is handed the item, since no sender is part of this. */
function older(subject: Subject, item: Item): Subject {
  const { run: _, channel, ...rest } = subject;
  const read = () => ({ kind: 'unreadable', code: 'unknown', message: 'not read by this version' }) as const;
  return {
    ...rest,
    channel: channel.kind === 'poll' ? { ...channel, read } : handing({ ...channel, read }, subject, item),
  };
}

export const unreadableChecks: readonly CheckSpec[] = [malformed, oversize, wronglyEncoded, unknown, replay];
