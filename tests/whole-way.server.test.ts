import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type CaseRow, type Desk, type ReplyRow, signInFirst } from './support/desk.ts';
import { DOORS, type Sent } from './support/doors.ts';
import { type Gateway, startGateway } from './support/gateway.ts';
import { type Integrator, startIntegrator } from './support/integrator.ts';
import { startTraceCollector, type TraceCollector, traceOf } from './support/traces.ts';
import { until } from './support/until.ts';

jest.setTimeout(120_000);

let integrator: Integrator;
let collector: TraceCollector;
let gateway: Gateway;
let desk: Desk;
beforeAll(async () => {
  integrator = await startIntegrator();
  collector = await startTraceCollector();
  gateway = await startGateway({ args: ['--empty'], env: { ...integrator.env, ...collector.env } });
  desk = await signInFirst(gateway);
});
afterAll(async () => {
  await gateway?.remove();
  await collector?.close();
  await integrator?.close();
});

/** One for each door, far enough from each other to be three matters. */
const SAID = {
  'the JSON API': { text: '临江区望江街道幸福路12号整栋楼停水两天了，请尽快恢复供水。', address: '幸福路12号' },
  Open311: { text: '高新区创业里路口的井盖破损，夜里骑车很危险，希望早点更换。', address: '创业里路口' },
  'the web form': { text: '云溪区翠竹苑门口18路公交改线，老人出行不便，请恢复原站点。', address: '翠竹苑门口' },
} as const satisfies Record<keyof typeof DOORS, { text: string; address: string }>;

const hookOf = (petitionId: string, kind: string) =>
  until(
    `the ${kind} at the webhook`,
    () => integrator.hooks.find((hook) => hook.petitionId === petitionId && hook.kind === kind) ?? null,
  );

const caseWith = (queryCode: string) =>
  until('the case on the board', async () => (await desk.all<CaseRow>(`/api/desk/cases?q=${queryCode}`))[0] ?? null);

const stateOf = (queryCode: string) =>
  gateway.get<{ state: string; unit: string; answer: { text: string } | null }>(
    `/api/v1/petitions/by-code/${queryCode}`,
  );

describe.each(Object.keys(DOORS) as (keyof typeof DOORS)[])('a petition that came by %s', (door) => {
  let sent: Sent;
  let opened: CaseRow;
  beforeAll(async () => {
    sent = await DOORS[door](gateway, { ...SAID[door], phone: '19900099001' });
    opened = await caseWith(sent.queryCode);
  });

  test('becomes a case with a unit, a deadline and a green lamp', () => {
    expect(opened).toMatchObject({ state: 'open', lamp: 'green', petitions: 1 });
    expect(opened.unit.name).not.toBe('');
    expect(Date.parse(opened.deadline)).toBeGreaterThan(Date.parse(opened.openedAt));
    expect(['help', 'complain', 'suggest', 'consult']).toContain(opened.class);
  });

  test('is on its page with a receipt that was delivered', async () => {
    const receipt = await until('the receipt is delivered', async () => {
      const { replies } = await desk.get<{ replies: ReplyRow[] }>(`/api/desk/petitions/${sent.petitionId}`);
      return replies.find(({ kind, state }) => kind === 'receipt' && state === 'delivered') ?? null;
    });
    expect(receipt.text).toContain(sent.queryCode);
  });

  test('can be asked for by its code', async () => {
    const open = await until('it is in hand', async () => {
      const state = await stateOf(sent.queryCode);
      return state.state === 'handling' && state;
    });
    expect(open.unit).toBe(opened.unit.name);
    const citizens = await fetch(`${gateway.url}/query?code=${sent.queryCode}`);
    expect(await citizens.text()).toContain(opened.unit.name);
    expect(await gateway.get(`/api/public/petitions/${sent.queryCode}`)).toMatchObject({ state: 'in-progress' });
  });

  test('is answered at the desk, and everybody who asks sees the answer', async () => {
    const text = `已派人到${SAID[door].address}处理完毕。`;
    const answered = await desk.post(`/api/desk/cases/${opened.caseId}/answer`, { text, signedBy: '王工' });
    expect(answered.status).toBe(202);
    const state = await until('the answer', async () => {
      const now = await stateOf(sent.queryCode);
      return now.state === 'answered' && now;
    });
    expect(state.answer?.text).toBe(text);
    expect(await caseWith(sent.queryCode)).toMatchObject({ state: 'closed', lamp: 'tick' });
    expect(await (await fetch(`${gateway.url}/query?code=${sent.queryCode}`)).text()).toContain(text);
    const pub = await gateway.get<{ state: string; answer: { text: string } }>(
      `/api/public/petitions/${sent.queryCode}`,
    );
    expect([pub.state, pub.answer.text]).toEqual(['answered', text]);
    const again = await desk.post(`/api/desk/cases/${opened.caseId}/answer`, { text, signedBy: '王工' });
    expect(again.status).toBe(409);
  });

  test('leaves one trace from the channel to the reply', async () => {
    const names = await until('the trace is complete', () => {
      const spans = traceOf(collector.spans, sent.petitionId).map(({ name }) => name);
      return spans.includes('reply.deliver') && spans.includes('petition.accept') && spans;
    });
    expect(names).toEqual(expect.arrayContaining(['petition.accept', 'petition.route', 'reply.deliver']));
  });
});

test.each(['the JSON API', 'Open311'] as const)(
  'the sender by %s gets receipt and answer at its webhook',
  async (door) => {
    const sent = await DOORS[door](gateway, {
      ...SAID[door],
      text: `${SAID[door].text}另有一处。`,
      phone: '19900099002',
    });
    const opened = await caseWith(sent.queryCode);
    const receipt = await hookOf(sent.petitionId, 'receipt');
    expect(receipt.text).toContain(sent.queryCode);
    await desk.post(`/api/desk/cases/${opened.caseId}/answer`, { text: '已办结，请查收。', signedBy: '李工' });
    const answer = await hookOf(sent.petitionId, 'answer');
    expect(answer).toMatchObject({ queryCode: sent.queryCode, text: expect.stringContaining('已办结，请查收。') });
    expect(integrator.forged).toBe(0);
  },
);

test('Open311 shows unit, deadline and answer in its own words', async () => {
  const sent = await DOORS.Open311(gateway, {
    text: '南屏县屏山镇路灯坏了三盏，晚上很黑。',
    address: '屏山镇',
    phone: '19900099003',
  });
  const opened = await caseWith(sent.queryCode);
  const asked = () => gateway.get<Record<string, string>[]>(`/open311/v2/requests/${sent.petitionId}.json`);
  const open = await until('the unit', async () => (await asked()).find((one) => one.agency_responsible) ?? null);
  expect(open).toMatchObject({ status: 'open', agency_responsible: opened.unit.name });
  expect(Date.parse(open.expected_datetime ?? '')).toBe(Date.parse(opened.deadline));
  await desk.post(`/api/desk/cases/${opened.caseId}/answer`, { text: '路灯已修复。', signedBy: '赵工' });
  const closed = await until(
    'it is closed',
    async () => (await asked()).find(({ status }) => status === 'closed') ?? null,
  );
  expect(closed.status_notes).toContain('路灯已修复。');
});

test('the same item sent again is one petition, and the ledger counts it as a redelivery', async () => {
  const body = { text: '北湖区湖滨街道垃圾三天没清运。', citizen: { identity: 'u-7' } };
  const first = await gateway.post(body, { 'idempotency-key': 'again-1' });
  const second = await gateway.post(body, { 'idempotency-key': 'again-1' });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(await second.json()).toEqual(await first.json());
  const ledger = await until('it is counted', async () => {
    const { total, behind } = await gateway.get<{ total: { redelivered: number; inFlight: number }; behind: number }>(
      '/api/ledger',
    );
    return total.redelivered > 0 && behind === 0 && total;
  });
  expect(ledger).toMatchObject({ redelivered: 1, inFlight: 0 });
});
