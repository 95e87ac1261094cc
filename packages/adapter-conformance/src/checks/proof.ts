import assert from 'node:assert/strict';
import { type CheckSpec, pushOnly } from '../check.ts';
import { forged, missing } from '../forge.ts';
import type { ItemRequest } from '../http.ts';
import { type Rig, withRig } from '../rig.ts';
import { sample } from '../sample.ts';
import type { Subject } from '../subject.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

const missingProof: CheckSpec = {
  name: 'refuses a request without its proof',
  must: 'A request without any one of the fields of its proof is answered 401 or 403; nothing reaches log or quarantine.',
  doesNotApply: pushOnly,
  run: (subject) => refuses(subject, (rig) => missing(subject, fresh(rig), rig.now())),
};

const wrongProof: CheckSpec = {
  name: 'refuses a forged request',
  must: 'A request whose proof does not fit, or whose body was changed after it was signed, is refused likewise.',
  doesNotApply: pushOnly,
  run: (subject) => refuses(subject, (rig) => forged(subject, fresh(rig), rig.now())),
};

const staleProof: CheckSpec = {
  name: 'refuses a stale request',
  must: 'A request that was signed a day ago, or for tomorrow, is refused likewise.',
  doesNotApply: signedOnly,
  run: (subject) =>
    refuses(subject, (rig) => [
      ['signed a day ago', requestOf(rig, new Date(rig.now().getTime() - DAY))],
      ['signed for tomorrow', requestOf(rig, new Date(rig.now().getTime() + DAY))],
    ]),
};

const replayedProof: CheckSpec = {
  name: 'refuses a replayed request',
  must: 'The very same request a second time, even after a restart, is refused likewise.',
  doesNotApply: (subject) => signedOnly(subject) ?? subject.withoutNonce ?? null,
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const { item, marker } = sample(subject, rig.now());
      const request = rig.request(item);
      assert.ok(rig.accepted(await rig.send(request)), 'the first, honest request was not accepted');
      await rig.arrived(marker);
      const before = await count(rig);
      await assertRefused(rig, 'the same request again', request);
      await rig.restart();
      await assertRefused(rig, 'the same request again after a restart', request);
      assert.deepEqual(await count(rig), before, 'a replayed request left something on the log or in quarantine');
    }),
};

function signedOnly(subject: Subject): string | null {
  if (subject.channel.kind === 'poll' || subject.channel.authentication === 'signature') return pushOnly(subject);
  return `authentication is '${subject.channel.authentication}': the proof is the same in every request and has no moment in it`;
}

/** Each of the requests is refused and leaves nothing; an honest one passes after them. */
function refuses(subject: Subject, requests: (rig: Rig) => readonly (readonly [string, ItemRequest])[]): Promise<void> {
  return withRig(subject, {}, async (rig) => {
    const before = await count(rig);
    for (const [what, request] of requests(rig)) await assertRefused(rig, what, request);
    assert.deepEqual(await count(rig), before, 'a refused request left something on the log or in quarantine');
    const honest = sample(subject, rig.now());
    await rig.bring(honest.item);
    await rig.arrived(honest.marker);
  });
}

async function assertRefused(rig: Rig, what: string, request: ItemRequest): Promise<void> {
  const { status } = await rig.send(request);
  assert.ok(status === 401 || status === 403, `${what}: expected 401 or 403, the answer was ${status}`);
}

const fresh = (rig: Rig) => sample(rig.subject, rig.now()).item;
const requestOf = (rig: Rig, now: Date) => rig.request(fresh(rig), now);

async function count(rig: Rig) {
  return { petitions: (await rig.petitions()).length, quarantined: (await rig.quarantined()).length };
}

export const proofChecks: readonly CheckSpec[] = [missingProof, wrongProof, staleProof, replayedProof];
