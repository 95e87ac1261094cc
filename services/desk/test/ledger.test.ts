import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerAnswer, LedgerByHourAnswer } from '../src/index.ts';
import { type RunningDesk, runDesk } from './support/desk.ts';
import { normalized, quarantined, received, recovered } from './support/events.ts';
import { type DeskPlatform, deskPlatform, untilRead } from './support/platform.ts';

let platform: DeskPlatform;
let running: RunningDesk;
beforeEach(async () => {
  platform = await deskPlatform();
  running = await runDesk(platform);
});
afterEach(async () => {
  await running.stop();
  await platform.remove();
});

/** Read anew: an answer is kept for a second. */
async function ledger(query = ''): Promise<LedgerAnswer> {
  await untilRead(platform);
  await running.stop();
  running = await runDesk(platform);
  return (await running.anonymous.json(`/api/ledger${query}`)) as LedgerAnswer;
}

describe('the ledger', () => {
  test('received = normalized + redelivered + quarantined + in flight, with copies, redeliveries and recoveries', async () => {
    const { seal } = platform;
    const say = platform.say;
    const one = { seal, nativeId: '1' };
    const origin = (offset: number) => ({ partition: 0, offset });
    // 1 comes twice from its channel, 2 is on the way, 3 cannot be handled by the normalizer.
    await say(
      'petitions.received',
      received(one),
      received(one),
      received({ seal, nativeId: '2' }),
      received({ seal, nativeId: '3' }),
    );
    await say(
      'petitions.normalized',
      normalized({ ...one, origin: origin(0) }),
      normalized({ ...one, origin: origin(1), relation: { kind: 'redelivery' } }),
      // Written again after a crash.
      normalized({ ...one, origin: origin(0) }),
      normalized({ ...one, origin: origin(1), relation: { kind: 'redelivery' } }),
    );
    const place = { topic: 'petitions.received', partition: 0, offset: 3 };
    const poison = { seal, body: '3', stage: 'normalizer' as const };
    await say('petitions.quarantined', quarantined({ ...poison, origin: place }), quarantined({ seal, body: '{' }));
    // Twice delivered, once there; and one that was recovered as petition 4.
    await say('petitions.quarantined', quarantined({ seal, body: '{' }), quarantined({ seal, body: '[' }));
    await say('petitions.received', received({ seal, nativeId: '4' }));
    await say('petitions.quarantined', recovered({ body: '[' }, ['4']));
    await say('petitions.normalized', normalized({ seal, nativeId: '4', origin: origin(2) }));

    const answer = await ledger();
    expect(answer.channels).toEqual({
      app: { received: 6, normalized: 2, redelivered: 1, quarantined: 2, inFlight: 1 },
    });
    expect(answer).toMatchObject({ balanced: true, behind: 0, total: { received: 6, inFlight: 1 } });

    // The poison record comes in anew and passes.
    await say('petitions.received', received({ seal, nativeId: '3' }));
    await say('petitions.quarantined', recovered(poison, ['3']));
    await say('petitions.normalized', normalized({ seal, nativeId: '3', origin: origin(3) }));
    expect((await ledger()).channels.app).toEqual({
      received: 6,
      normalized: 3,
      redelivered: 1,
      quarantined: 1,
      inFlight: 1,
    });
  });

  test('what routing could not handle was normalized and is counted so', async () => {
    const { seal } = platform;
    await platform.say('petitions.received', received({ seal }));
    await platform.say('petitions.normalized', normalized({ seal }));
    const origin = { topic: 'petitions.normalized', partition: 0, offset: 0 };
    await platform.say('petitions.quarantined', quarantined({ seal, body: 'x', stage: 'routing', origin }));
    expect((await ledger()).total).toEqual({ received: 1, normalized: 1, redelivered: 0, quarantined: 0, inFlight: 0 });
  });

  test('a damaged record was received where its source says, and stands in quarantine', async () => {
    const damaged = '{"source":"/channels/sms/main","type":"petition.rec';
    const [place] = await platform.eventLog.append('petitions.received', [{ key: 'x', value: Buffer.from(damaged) }]);
    const origin = place ?? null;
    const given = { seal: platform.seal, body: damaged, channel: 'sms', stage: 'normalizer' as const, origin };
    expect((await ledger()).channels).toMatchObject({ sms: { received: 1, inFlight: 1 } });
    await platform.say('petitions.quarantined', quarantined(given));
    expect((await ledger()).channels).toMatchObject({ sms: { received: 1, quarantined: 1, inFlight: 0 } });
    expect(platform.telemetry.alarms).toMatchObject([{ code: 'unreadable-record' }]);
  });

  test('more out than in is not balanced', async () => {
    await platform.say('petitions.normalized', normalized({ seal: platform.seal }));
    expect(await ledger()).toMatchObject({ balanced: false, total: { inFlight: -1 } });
  });

  test('by hour, a petition stands in the hour in which it was received, wherever it is counted', async () => {
    const { seal } = platform;
    for (const [nativeId, hour] of [
      ['1', '01'],
      ['2', '05'],
      ['3', '05'],
    ] as const) {
      const said = { seal, nativeId, receivedAt: new Date(`2026-03-10T${hour}:30:00Z`) };
      await platform.say('petitions.received', received(said));
      if (nativeId !== '3')
        await platform.say(
          'petitions.normalized',
          normalized({ ...said, origin: { partition: 0, offset: Number(nativeId) } }),
        );
    }
    const answer = (await ledger('?by=hour')) as LedgerByHourAnswer;
    expect(answer.hours.map(({ hour, total }) => [hour.slice(11, 13), total.received, total.inFlight])).toEqual([
      ['01', 1, 0],
      ['05', 2, 1],
    ]);
  });

  test('a batch that comes again after a crash before its progress was saved counts once', async () => {
    const { seal } = platform;
    await platform.say('petitions.received', ...['1', '2', '3'].map((nativeId) => received({ seal, nativeId })));
    await untilRead(platform);
    await running.stop();
    // Another group member starts from the beginning, as after a crash that lost all progress.
    const { tallyBatch } = await import('../src/ledger/tally.ts');
    const { openCollections } = await import('../src/store/collections.ts');
    const { tallies } = await openCollections(platform.documentStore);
    const before = await tallies.find({});
    for (const { body } of before.items) {
      const again = [
        { offset: 0, channel: 'app', receivedAt: `${body.day}T04:00:00.000Z`, kind: 'received' as const, origin: null },
      ];
      await tallyBatch(tallies, body.topic, body.partition, again);
    }
    expect(await tallies.find({})).toEqual(before);
    running = await runDesk(platform);
  });

  test.each([
    ['through a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['under a name that is not of this machine', { host: 'evil.example' }],
  ])('asked for %s, it wants a sign-in', async (_name, headers) => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${running.url}/api/ledger`, { headers }, (response) =>
        resolve(response.resume().statusCode),
      );
      asked.on('error', reject).end();
    });
    expect(status).toBe(401);
  });
});
