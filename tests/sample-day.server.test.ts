import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { foundIn, foundInFiles, type Secrets } from './support/clear-text.ts';
import {
  type CaseRow,
  type Desk,
  type Ledger,
  type PetitionRow,
  type ReplyRow,
  settledLedger,
  signInFirst,
} from './support/desk.ts';
import { type Gateway, startGateway } from './support/gateway.ts';
import { sampleLines } from './support/sample-day.ts';
import { until } from './support/until.ts';

jest.setTimeout(180_000);

const lines = await sampleLines();
const said = lines.filter(({ citizen }) => citizen);
const cityHour = () => (new Date().getUTCHours() + 8) % 24;
const again = said.filter(({ nativeId, ref }) => nativeId && !ref);

let gateway: Gateway;
let desk: Desk;
let ledger: Ledger;
beforeAll(async () => {
  gateway = await startGateway({ env: { LOG_LEVEL: 'debug' } });
  desk = await signInFirst(gateway);
  await until('the sample day is played', () => gateway.output().includes('示例播放完毕'), 120);
  ledger = await settledLedger(gateway);
});
afterAll(() => gateway?.remove());

describe('the first page of a newcomer', () => {
  test('the ledger balances, and has redeliveries and quarantine', () => {
    expect(ledger.balanced).toBe(true);
    const unreadable = lines.filter((line) => line.unreadable !== undefined).length;
    expect(ledger.total).toEqual({
      received: said.length + unreadable,
      normalized: said.length - again.length,
      redelivered: again.length,
      quarantined: unreadable,
      inFlight: 0,
    });
    expect(again.length).toBeGreaterThan(0);
  });

  test('the board has lamps of every colour', async () => {
    const lamps = await until('the answers of the day are on the board', async () => {
      const { lamps } = await desk.get<{ lamps: Record<string, number> }>('/api/desk/summary');
      return (lamps.tick ?? 0) > 0 && lamps;
    });
    // The limits of a working day end with it: in the evening what was yellow has turned red.
    const wanted = cityHour() < 17 ? ['green', 'red', 'tick', 'yellow'] : ['green', 'red', 'tick'];
    expect(Object.keys(lamps).filter((lamp) => lamps[lamp])).toEqual(expect.arrayContaining(wanted));
  });

  test('many citizens stand behind one matter, and many matters stand beside each other', async () => {
    const cases = await desk.all<CaseRow>('/api/desk/cases');
    expect(cases.length).toBeGreaterThan(100);
    expect(Math.max(...cases.map(({ petitions }) => petitions))).toBeGreaterThan(5);
    for (const { unit, deadline } of cases) expect([unit.name, deadline]).not.toContain('');
  });

  test('what could not be read waits in quarantine with its reason', async () => {
    const entries = await desk.all<{ code: string; state: string }>('/api/desk/quarantine');
    expect(entries).toHaveLength(lines.filter((line) => line.unreadable !== undefined).length);
    for (const { code, state } of entries) expect([state, code]).toEqual(['open', expect.stringMatching(/\S/)]);
  });

  test('the caller who says nothing, again and again, is marked invalid; nobody else is', async () => {
    const invalid = await desk.all<PetitionRow>('/api/desk/petitions?invalid=true');
    expect(invalid.length).toBeGreaterThan(0);
    for (const petition of invalid) {
      expect(petition).toMatchObject({
        caseId: null,
        invalid: { code: 'nuisance' },
        text: expect.stringMatching(/^喂|你猜/),
      });
    }
  });

  test('a second start plays nothing again', async () => {
    await gateway.stop();
    await gateway.start();
    expect((await settledLedger(gateway)).total).toEqual(ledger.total);
  });
});

describe('privacy', () => {
  const extra = '19900000999';
  const secrets: Secrets = {
    numbers: new Set([...said.map(({ citizen }) => citizen ?? ''), extra]),
    prefix: '19900000',
    names: new Set(said.flatMap(({ name }) => name ?? [])),
  };

  beforeAll(async () => {
    // Raw bodies that nothing could read hold numbers too; so do the doors' other fields.
    await gateway.post({ text: 5, citizen: { phone: extra } });
    await gateway.post(
      { text: '请回电。', citizen: { identity: extra, phone: extra, name: '周明' } },
      { 'idempotency-key': 'p-1' },
    );
    await settledLedger(gateway);
  });

  test('the scan finds what is there', async () => {
    const numbers = new Set(['19900000001']);
    const seen = (content: string) =>
      foundIn(content, { numbers, prefix: '19900000', names: new Set(['周明']) }).length > 0;
    for (const hidden of ['{"p":"19900000001"}', '+8619900000001', '周明', '\\u5468\\u660e'])
      expect([hidden, seen(hidden)]).toEqual([hidden, true]);
    for (const before of ['', 'a', 'ab'])
      expect(seen(Buffer.from(`${before}19900000001`).toString('base64'))).toBe(true);
    expect(seen('2026-11-21T12:00:00 199 0000')).toBe(false);
    expect(
      await foundInFiles(gateway.folder, { numbers: new Set(), prefix: '\0none', names: new Set(['阳光里小区']) }),
    ).not.toEqual([]);
  });

  test('no number and no name of a citizen stands in clear in the data folder', async () => {
    expect(await foundInFiles(`${gateway.folder}/data`, secrets)).toEqual([]);
  });

  test('nor in what the gateway wrote on its terminal, at its most talkative', () => {
    expect(foundIn(gateway.output(), secrets)).toEqual([]);
  });

  test('nor in the metrics', async () => {
    expect(foundIn(await (await fetch(`${gateway.url}/metrics`)).text(), secrets)).toEqual([]);
  });

  test('nor in any list or page of the desk, nor in the public one of Open311', async () => {
    const petitions = await desk.all<PetitionRow>('/api/desk/petitions');
    const cases = await desk.all<CaseRow>('/api/desk/cases');
    const answers: unknown[] = [petitions, cases];
    for (const list of ['quarantine', 'audit', 'users']) answers.push(await desk.all(`/api/desk/${list}`));
    for (const page of ['summary', 'channels', 'policy']) answers.push(await desk.get(`/api/desk/${page}`));
    for (const { petitionId } of petitions) answers.push(await desk.get(`/api/desk/petitions/${petitionId}`));
    for (const { caseId } of cases) {
      answers.push(await desk.get(`/api/desk/cases/${caseId}`));
      for (const list of ['petitions', 'timeline', 'replies'])
        answers.push(await desk.all<ReplyRow>(`/api/desk/cases/${caseId}/${list}`));
    }
    answers.push(await gateway.get('/open311/v2/requests.json?page_size=100'));
    for (const answer of answers) expect(foundIn(JSON.stringify(answer), secrets)).toEqual([]);
  });

  test('a number that stands in the words of a petition is hidden wherever it is listed', async () => {
    const text = '我的电话19900000888，身份证990102199001011234，邮箱zhou@example.org，请联系我。';
    const { id, queryCode } = (await (await gateway.post({ text })).json()) as { id: string; queryCode: string };
    await settledLedger(gateway);
    const opened = await until(
      'the case',
      async () => (await desk.all<CaseRow>(`/api/desk/cases?q=${queryCode}`))[0] ?? null,
    );
    const shown = JSON.stringify([
      opened,
      await desk.get(`/api/desk/petitions/${id}`),
      await desk.get(`/api/desk/petitions?q=${queryCode}`),
      await gateway.get(`/api/v1/petitions/${id}`),
      await (await fetch(`${gateway.url}/query?code=${queryCode}`)).text(),
      gateway.output(),
    ]);
    for (const clear of ['19900000888', '990102199001011234', 'zhou@example.org']) expect(shown).not.toContain(clear);
    expect(shown).toContain('199******88');
  });

  test('whoever reveals a number leaves a line in the audit', async () => {
    const [first] = await desk.all<PetitionRow>('/api/desk/petitions?q=%E8%AF%B7%E5%9B%9E%E7%94%B5');
    const revealed = await desk.post(`/api/desk/petitions/${first?.petitionId}/reveal`, { reason: '系统测试' });
    expect(await revealed.json()).toMatchObject({ phone: extra, name: '周明' });
    const lines = await desk.all<{ action: string; target: string }>('/api/desk/audit');
    expect(lines).toContainEqual(expect.objectContaining({ action: 'petition.revealed', target: first?.petitionId }));
  });
});
