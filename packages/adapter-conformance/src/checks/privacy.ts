import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import type { CheckSpec } from '../check.ts';
import { listening } from '../listening.ts';
import { type Rig, withRig } from '../rig.ts';
import { bytesOf, identity, type Sample, sample } from '../sample.ts';
import { until, watch } from '../until.ts';

const silent: CheckSpec = {
  name: 'says nothing personal in logs, telemetry and reasons',
  must: "A citizen's name, phone, channel identity and words stand in no log line, span, metric, standard output, status or reason of quarantine, whatever goes wrong.",
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const canary = plant(rig);
      const printed = await listening(() => trouble(rig, canary));
      const reasons = (await rig.quarantined()).map(({ data }) => `reason ${data.reason.code} ${data.reason.message}`);
      const status = JSON.stringify(rig.service().status?.() ?? '');
      const places = [...rig.telemetry.seen, await rig.telemetry.metricsPage(), ...printed, ...reasons, status];
      assertAbsent(places, [...secretsOf(canary), canary.marker]);
    }),
};

const sealed: CheckSpec = {
  name: 'puts personal data on the log only sealed',
  must: "Name, phone and channel identity stand in keys, headers and events of the log only encrypted; opened, they are the citizen's.",
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const canary = plant(rig);
      await rig.bring(canary.item);
      await rig.bring(subject.malformed);
      const { citizen } = await rig.arrived(canary.marker);
      const opened = citizen.identity && rig.seal.open(citizen.identity);
      assert.equal(opened, canary.fields.citizen.identity, 'the sealed identity is not that of the citizen');
      assertAbsent(await rig.everything(), secretsOf(canary));
    }),
};

/** A citizen whom nobody else can be mistaken for. */
function plant(rig: Rig): Sample {
  const number = randomInt(10_000_000, 100_000_000);
  const citizen = { identity: identity(rig.subject, number), name: `欧阳金丝雀${number}`, phone: `139${number}` };
  // An address where nobody listens: the attachment fails, and the failure is told.
  return sample(rig.subject, rig.now(), { citizen, attachmentUrl: 'http://127.0.0.1:9/missing.png' });
}

const secretsOf = ({ fields: { citizen } }: Sample) => [citizen.name, citizen.phone, citizen.identity];

/** Everything that makes an adapter talk: what it takes, what it cannot read, what fails. */
async function trouble(rig: Rig, canary: Sample): Promise<void> {
  const bring = (item: Sample['item']) => rig.bring(item).catch(() => null);
  await bring(canary.item);
  await bring(canary.item);
  const bytes = bytesOf(canary.item);
  for (const share of [0.5, 0.8, 0.97]) {
    await bring({ ...canary.item, body: bytes.subarray(0, Math.floor(bytes.length * share)) });
  }
  if (rig.subject.channel.kind === 'push') await forge(rig, canary);
  await repliesInTrouble(rig, canary);
  rig.log.set('away');
  const { fields } = canary;
  const another = rig.subject.item({ ...fields, nativeId: `${fields.nativeId}-again` });
  await bring(another);
  await watch();
  rig.log.set('works');
  await rig.arrived(canary.marker);
}

async function forge(rig: Rig, canary: Sample): Promise<void> {
  const request = rig.request(canary.item);
  await rig.send({ ...request, headers: { 'content-type': canary.item.mediaType } });
  await rig.send({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) });
}

async function repliesInTrouble({ subject, vendor, requestReply, failed }: Rig, { fields }: Sample): Promise<void> {
  if (!subject.channel.capabilities.reply) return;
  vendor.behave('window-closed');
  const reply = await requestReply('答复。', [], fields.citizen);
  await until('the reply is reported failed', async () => (await failed(reply.data.replyId)).length > 0);
}

function assertAbsent(places: readonly string[], secrets: readonly string[]): void {
  for (const secret of secrets) {
    const found = places.find((place) => place.includes(secret) || place.includes(JSON.stringify(secret).slice(1, -1)));
    assert.equal(found, undefined, `"${secret}" of the planted citizen stands in: ${found?.slice(0, 300)}`);
  }
}

export const privacyChecks: readonly CheckSpec[] = [silent, sealed];
