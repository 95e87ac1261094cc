import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditAnswer, QuarantineListAnswer, RawAnswer } from '../src/index.ts';
import { type RunningDesk, runDesk, type Visitor } from './support/desk.ts';
import { CANARY, quarantined, quarantineIdOf, recovered } from './support/events.ts';
import { type DeskPlatform, deskPlatform, untilRead } from './support/platform.ts';

const BODIES = ['{', '[', `{"phone":"${CANARY.phone}"`];

let platform: DeskPlatform;
let running: RunningDesk;
let operator: Visitor;
beforeEach(async () => {
  platform = await deskPlatform();
  const { seal } = platform;
  const at = (n: number) => new Date(platform.now().getTime() - 60_000 + n * 1000);
  await platform.say('petitions.quarantined', ...BODIES.map((body, n) => quarantined({ seal, body, at: at(n) })));
  await platform.say('petitions.quarantined', quarantined({ seal, body: 'x', channel: 'sms', at: at(9) }));
  running = await runDesk(platform);
  operator = await running.as('operator');
  await untilRead(platform);
});
afterEach(async () => {
  await running.stop();
  await platform.remove();
});

const list = async (query = '') => (await operator.json(`/api/desk/quarantine${query}`)) as QuarantineListAnswer;

describe('quarantine', () => {
  test('lists what could not be read, newest first, with the reasons and without the bodies', async () => {
    const { items, reasons } = await list();
    expect(items.map(({ channel, code, state }) => [channel, code, state])).toEqual([
      ['sms', 'not-json', 'open'],
      ['app', 'not-json', 'open'],
      ['app', 'not-json', 'open'],
      ['app', 'not-json', 'open'],
    ]);
    expect(reasons).toEqual([
      { channel: 'app', stage: 'adapter', code: 'not-json', count: 3 },
      { channel: 'sms', stage: 'adapter', code: 'not-json', count: 1 },
    ]);
    expect(JSON.stringify({ items, reasons })).not.toContain(CANARY.phone);
    expect(JSON.stringify(items)).not.toContain('sealed:');
    expect((await list('?channel=sms')).items.length).toBe(1);
  });

  test('shows the bytes to who says why, and writes that down', async () => {
    const id = quarantineIdOf('app', BODIES[2] ?? '');
    expect((await operator.post(`/api/desk/quarantine/${id}/raw`, {})).status).toBe(400);
    const response = await operator.post(`/api/desk/quarantine/${id}/raw`, { reason: '查格式' });
    const raw = (await response.json()) as RawAnswer;
    expect(raw).toMatchObject({ text: BODIES[2], cut: false, mediaType: 'application/json' });
    expect(Buffer.from(raw.base64, 'base64').toString()).toBe(BODIES[2]);
    const audit = (await (await running.as('administrator')).json(`/api/desk/audit?target=${id}`)) as AuditAnswer;
    expect(audit.items).toMatchObject([{ who: 'operator', action: 'quarantine.raw-viewed', reason: '查格式' }]);
  });

  test('one entry is replayed by its channel, and shows that it waits for that', async () => {
    const id = quarantineIdOf('app', '{');
    expect((await operator.post(`/api/desk/quarantine/${id}/replay`, {})).status).toBe(202);
    expect(await platform.events('desk.actions')).toMatchObject([
      { type: 'action.replayed', subject: id, data: { quarantineId: id, channel: 'app', by: 'operator' } },
    ]);
    const stateOf = async () => (await list()).items.find(({ quarantineId }) => quarantineId === id)?.state;
    expect(await stateOf()).toBe('replayed');
    const later = new Date(platform.now().getTime() + 1000);
    await platform.say('petitions.quarantined', quarantined({ seal: platform.seal, body: '{', at: later }));
    await untilRead(platform);
    expect(await stateOf()).toBe('open');
    await platform.say('petitions.quarantined', recovered({ body: '{', at: later }, ['p1']));
    await untilRead(platform);
    expect((await list('?state=recovered')).items).toMatchObject([{ quarantineId: id, petitionIds: ['p1'] }]);
    expect((await operator.post(`/api/desk/quarantine/${id}/replay`, {})).status).toBe(409);
  });

  test('all of one reason are replayed, and no others', async () => {
    const response = await operator.post('/api/desk/quarantine/replay', { channel: 'app', code: 'not-json' });
    expect([response.status, await response.json()]).toEqual([202, { count: 3 }]);
    const actions = await platform.events('desk.actions');
    expect(actions.map(({ subject }) => subject).toSorted()).toEqual(
      BODIES.map((body) => quarantineIdOf('app', body)).toSorted(),
    );
  });
});
