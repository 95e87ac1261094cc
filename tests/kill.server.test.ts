import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ALL_WELL, audit } from './support/audit.ts';
import { type Clients, startClients } from './support/clients.ts';
import { type Desk, type Ledger, settledLedger, signInFirst } from './support/desk.ts';
import { type Gateway, startGateway } from './support/gateway.ts';
import { type Integrator, startIntegrator } from './support/integrator.ts';
import { seededRandom } from './support/random.ts';
import { until } from './support/until.ts';

jest.setTimeout(400_000);

const SEED = 12_345;
const KILLS = 15;
/** From ready to killed, or, for one start in three, from its first moment on; milliseconds. */
const LONGEST_LIFE = 1_500;

let integrator: Integrator;
let gateway: Gateway;
let desk: Desk;
let clients: Clients;
let ledger: Ledger;

beforeAll(async () => {
  integrator = await startIntegrator();
  gateway = await startGateway({ args: ['--empty'], env: integrator.env });
  desk = await signInFirst(gateway);
  clients = startClients(gateway, { count: 6, seed: SEED, everyMs: 15 });
  const random = seededRandom(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(random() * LONGEST_LIFE);
    await gateway.kill9();
    if (random() < 1 / 3 && kill < KILLS - 1) gateway.begin();
    else await gateway.start();
  }
  await clients.finish();
  ledger = await settledLedger(gateway);
});
afterAll(async () => {
  await gateway?.remove();
  await integrator?.close();
});

test('the load was real, and so were the kills', () => {
  expect(clients.acknowledged.size).toBeGreaterThan(300);
  expect(clients.failures).toBeGreaterThan(KILLS);
});

test('the ledger balances', () => {
  const { received, normalized, redelivered, quarantined } = ledger.total;
  expect(ledger).toMatchObject({ balanced: true, behind: 0, total: { inFlight: 0, quarantined: 0 } });
  expect(received).toBe(normalized + redelivered + quarantined);
  expect(normalized).toBe(clients.acknowledged.size);
});

test('each petition that was acknowledged is there once, in one case, with one receipt', async () => {
  expect(await audit(desk, [...clients.acknowledged.values()])).toEqual(ALL_WELL);
});

test('the integrator got one receipt for each, whatever was posted twice on the way', async () => {
  const wanted = clients.acknowledged.size;
  const told = await until(
    'every receipt is delivered',
    () => {
      const ids = Map.groupBy(integrator.hooks, ({ petitionId }) => petitionId);
      return ids.size >= wanted && ids;
    },
    180,
  );
  expect(told.size).toBe(wanted);
  for (const [petitionId, hooks] of told) {
    expect({ petitionId, replies: new Set(hooks.map(({ replyId }) => replyId)).size }).toEqual({
      petitionId,
      replies: 1,
    });
  }
});
