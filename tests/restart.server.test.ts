import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ALL_WELL, audit } from './support/audit.ts';
import { startClients } from './support/clients.ts';
import { type CaseRow, type Desk, settledLedger, signInFirst } from './support/desk.ts';
import { type Gateway, startGateway } from './support/gateway.ts';

jest.setTimeout(180_000);

let gateway: Gateway;
let desk: Desk;
beforeAll(async () => {
  gateway = await startGateway({ args: ['--empty'] });
  desk = await signInFirst(gateway);
});
afterAll(() => gateway?.remove());

test('--empty starts with an empty board', async () => {
  expect(await desk.all<CaseRow>('/api/desk/cases')).toEqual([]);
  expect((await settledLedger(gateway)).total.received).toBe(0);
});

test('Ctrl-C in the middle of load drains: what was acknowledged is there at the next start', async () => {
  const clients = startClients(gateway, { count: 8, seed: 7, everyMs: 5 });
  await pause(3_000);
  const code = await gateway.stop();
  await clients.giveUp();
  expect(code).toBe(0);
  expect(gateway.output()).toContain('已停止');
  expect(clients.acknowledged.size).toBeGreaterThan(100);

  await gateway.start();
  const { total, balanced } = await settledLedger(gateway);
  expect(balanced).toBe(true);
  // A request that was cut off may have been taken in without its sender having heard of it.
  expect(total.normalized).toBeGreaterThanOrEqual(clients.acknowledged.size);
  const found = await audit(desk, [...clients.acknowledged.values()]);
  expect({ ...found, unknown: [] }).toEqual(ALL_WELL);
  expect(found.unknown.length).toBeLessThanOrEqual(8);
});

test('the next start goes on where the last one stopped', async () => {
  const before = { ledger: (await settledLedger(gateway)).total, cases: await caseIds() };
  const text = '高新区云谷家园3号楼电梯停运，老人下不了楼。';
  const first = await gateway.post({ text, citizen: { identity: 'u-1' } }, { 'idempotency-key': 'kept' });
  await settledLedger(gateway);
  expect(await gateway.stop()).toBe(0);
  await gateway.start();

  expect(gateway.firstSignIn).toBeNull();
  const again = await gateway.post({ text, citizen: { identity: 'u-1' } }, { 'idempotency-key': 'kept' });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(await again.json()).toEqual(await first.json());
  // Another citizen about the same: the matter is remembered across the stop.
  await gateway.post({ text: '高新区云谷家园3号楼电梯停运，出行不便。', citizen: { identity: 'u-2' } });
  const after = await settledLedger(gateway);
  expect(after.total.normalized).toBe(before.ledger.normalized + 2);
  expect(after.total.redelivered).toBe(before.ledger.redelivered + 1);
  const added = (await desk.all<CaseRow>('/api/desk/cases')).filter(({ caseId }) => !before.cases.has(caseId));
  expect(added.map(({ petitions }) => petitions)).toEqual([2]);
});

const caseIds = async () => new Set((await desk.all<CaseRow>('/api/desk/cases')).map(({ caseId }) => caseId));
