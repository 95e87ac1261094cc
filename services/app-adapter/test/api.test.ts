import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { receipt } from '../src/api/answers.ts';
import { CASE_ID, caseEvent, normalized, PETITION_ID, received } from './events.ts';
import { ENV, eventually, type Gateway, KEY, OTHER_KEY, startGateway } from './gateway.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const auth = { authorization: `Bearer ${KEY}` };
const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return (await response.json()) as {
    code: string;
    status: number;
    errors?: { pointer: string }[];
    quarantineId?: string;
  };
};

describe('POST /api/v1/petitions', () => {
  test('answers 201 with id and query code, and the petition stands on the log', async () => {
    const response = await gateway.post({ text: '幸福路的路灯不亮', citizen: { name: '张三', phone: '13700001111' } });
    expect(response.status).toBe(201);
    const { id, queryCode } = receipt.parse(await response.json());
    expect(response.headers.get('location')).toBe(`/api/v1/petitions/${id}`);
    const events = await gateway.platform.events('petitions.received');
    const event = events.find(({ subject }) => subject === id);
    expect(event?.data.petition).toMatchObject({
      channel: 'app',
      account: 'city',
      queryCode,
      extras: { entrance: 'api' },
    });
  });

  test('answers the same key and body as the first time, also after a restart', async () => {
    const body = { text: '同一件事', occurredAt: '2026-01-01T00:00:00Z' };
    const first = await gateway.post(body, { 'idempotency-key': 'once' });
    const again = await gateway.post(body, { 'idempotency-key': '"once"' });
    expect([first.status, again.status]).toEqual([201, 200]);
    const answer = await first.json();
    expect(await again.json()).toEqual(answer);
    await eventually(async () => (await gateway.service.notReady()) === null);
    await gateway.restart();
    const later = await eventually(async () => {
      const response = await gateway.post(body, { 'idempotency-key': 'once' });
      return response.status === 200 && response;
    });
    expect(await later.json()).toEqual(answer);
  });

  test('refuses the same key with another body, and leaves the petition as it is', async () => {
    await gateway.post({ text: '第一件' }, { 'idempotency-key': 'taken' });
    const response = await gateway.post({ text: '第二件' }, { 'idempotency-key': 'taken' });
    expect(response.status).toBe(409);
    expect(await problemOf(response)).toMatchObject({ code: 'conflict' });
    const texts = (await gateway.platform.events('petitions.received')).map(({ data }) => data.petition.text);
    expect(texts).toContain('第一件');
    expect(texts).not.toContain('第二件');
  });

  test('takes two who say the same at once as two, unless the item says when it was said', async () => {
    const ids = async (body: object) => {
      const answers = await Promise.all([gateway.post(body), gateway.post(body)]);
      return new Set(await Promise.all(answers.map(async (answer) => receipt.parse(await answer.json()).id)));
    };
    expect((await ids({ text: '谢谢' })).size).toBe(2);
    expect((await ids({ text: '谢谢', occurredAt: '2026-01-01T08:00:00+08:00' })).size).toBe(1);
  });

  test('gives two accounts with the same key two petitions', async () => {
    const one = await gateway.post({ text: 'a' }, { 'idempotency-key': 'shared' });
    const other = await gateway.post(
      { text: 'b' },
      { 'idempotency-key': 'shared', authorization: `Bearer ${OTHER_KEY}` },
    );
    expect([one.status, other.status]).toEqual([201, 201]);
  });

  test('makes one petition of two requests with one key at the same moment', async () => {
    const twice = [1, 2].map(() => gateway.post({ text: '同时' }, { 'idempotency-key': 'at-once' }));
    const answers = await Promise.all((await Promise.all(twice)).map((response) => response.json()));
    expect(answers[0]).toEqual(answers[1]);
  });

  test.each([
    ['no JSON', '{"text":', {}, 400, 'bad-json', ''],
    ['a missing text', '{"title":"a"}', {}, 400, 'invalid-fields', '/text'],
    ['another media type', '<a/>', { 'content-type': 'text/xml' }, 415, 'unknown-media-type', 'Content-Type'],
  ])('says what is wrong with %s, and keeps it in quarantine', async (_name, body, headers, status, code, pointer) => {
    const response = await gateway.post(body, headers);
    expect(response.status).toBe(status);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code, status, errors: [{ pointer }] });
    const kept = await gateway.platform.events('petitions.quarantined');
    expect(kept.map(({ subject }) => subject)).toContain(problem.quarantineId);
  });

  test('refuses a key that is no key without reading the body', async () => {
    const response = await gateway.post({ text: 'a' }, { 'idempotency-key': 'with blank' });
    expect(await problemOf(response)).toMatchObject({ code: 'bad-idempotency-key', status: 400 });
  });

  test('answers 413 to more than it reads', async () => {
    const response = await gateway.post(`{"text":"${'a'.repeat(17 * 1024 * 1024)}"}`);
    expect(await problemOf(response)).toMatchObject({ code: 'too-large', status: 413 });
  });

  test.each([
    ['none', {}, 'missing-proof'],
    ['a wrong one', { authorization: 'Bearer nobody-has-this-one' }, 'wrong-proof'],
    ['another scheme', { authorization: `Basic ${KEY}` }, 'missing-proof'],
  ])('asks for a key when there is %s', async (_name, headers, code) => {
    const before = (await gateway.platform.events('petitions.received')).length;
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"text":"a"}' };
    const response = await gateway.fetch('/api/v1/petitions', init);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(await problemOf(response)).toMatchObject({ code });
    expect(await gateway.platform.events('petitions.received')).toHaveLength(before);
  });

  test('takes what comes while the log is away, and shows it', async () => {
    gateway.platform.eventLog.goAway();
    const response = await gateway.post({ text: '日志暂不可用' });
    expect(response.status).toBe(201);
    const { id } = receipt.parse(await response.json());
    expect((await gateway.fetch(`/api/v1/petitions/${id}`, { headers: auth })).status).toBe(200);
    gateway.platform.eventLog.comeBack();
  });
});

test('takes many in one request, each line by itself', async () => {
  const lines = [
    '{"text":"甲","id":"b-1"}',
    '',
    '{"text":',
    '{"id":"b-2"}',
    '{"text":"乙","id":"b-1"}',
    '{"text":"丙","id":"b-3"}',
  ];
  const response = await gateway.fetch('/api/v1/petitions/batch', {
    method: 'POST',
    headers: { ...auth, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  expect(response.status).toBe(200);
  const answers = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number; status: number });
  expect(answers.map(({ line, status }) => [line, status])).toEqual([
    [1, 201],
    [3, 400],
    [4, 400],
    [5, 409],
    [6, 201],
  ]);
});

test('takes an array of petitions likewise, and refuses what is none', async () => {
  const send = (body: unknown) =>
    gateway.fetch('/api/v1/petitions/batch', {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const answers = (await (await send([{ text: '甲' }, null, { text: '乙' }])).json()) as { status: number }[];
  expect(answers.map(({ status }) => status)).toEqual([201, 400, 201]);
  expect((await send({ text: '不是数组' })).status).toBe(400);
});

describe('asking for the state', () => {
  test('finds a petition right after it was posted, and only with its own key', async () => {
    const { id, queryCode } = receipt.parse(await (await gateway.post({ text: '刚刚' })).json());
    const own = await gateway.fetch(`/api/v1/petitions/${id}`, { headers: auth });
    expect(await own.json()).toMatchObject({ id, queryCode, state: 'received', unit: null, answer: null });
    const foreign = await gateway.fetch(`/api/v1/petitions/${id}`, {
      headers: { authorization: `Bearer ${OTHER_KEY}` },
    });
    expect(foreign.status).toBe(404);
  });

  test('follows a petition of another channel from receipt to answer, by its query code alone', async () => {
    const byCode = async () => {
      const response = await gateway.fetch('/api/v1/petitions/by-code/abcde-fghjk', { headers: auth });
      return response.ok ? ((await response.json()) as { state: string }) : null;
    };
    const inState = (state: string) =>
      eventually(async () => {
        const found = await byCode();
        return found?.state === state && found;
      });
    await gateway.say('petitions.received', 'k', received());
    await inState('received');
    await gateway.say('petitions.normalized', '临江区', normalized());
    await inState('understood');
    await gateway.say('cases', CASE_ID, caseEvent('case.opened', { version: 1 }));
    expect(await inState('handling')).toMatchObject({ unit: '热线中心', deadline: '2026-03-10T09:00:00.000Z' });
    const answer = { text: '已恢复供水', signedBy: '王五', at: '2026-03-02T00:00:00Z' };
    await gateway.say('cases', CASE_ID, caseEvent('case.answered', { version: 2, state: 'closed', answer }, null));
    expect(await inState('answered')).toMatchObject({
      id: PETITION_ID,
      answer: { text: '已恢复供水', signedBy: '王五' },
    });
  });

  test('tells everyone of a case when it is answered', async () => {
    const posted = await Promise.all(['甲', '乙', '丙'].map((text) => gateway.post({ text: `${text}处停电` })));
    const ids = await Promise.all(posted.map(async (response) => receipt.parse(await response.json()).id));
    for (const [index, id] of ids.entries()) {
      const type = index === 0 ? 'case.opened' : 'case.joined';
      await gateway.say('cases', 'joint', caseEvent(type, { caseId: 'joint', version: index + 1 }, id));
    }
    const answer = { text: '已送电', signedBy: '赵六', at: '2026-03-02T00:00:00Z' };
    await gateway.say(
      'cases',
      'joint',
      caseEvent('case.answered', { caseId: 'joint', version: 9, state: 'closed', answer }, null),
    );
    for (const id of ids) {
      const found = await eventually(async () => {
        const state = (await (await gateway.fetch(`/api/v1/petitions/${id}`, { headers: auth })).json()) as {
          state: string;
        };
        return state.state === 'answered' && state;
      });
      expect(found).toMatchObject({ answer: { text: '已送电', signedBy: '赵六' } });
    }
  });

  test('answers 404 for a code that nobody has', async () => {
    const response = await gateway.fetch('/api/v1/petitions/by-code/0000000000', { headers: auth });
    expect(await problemOf(response)).toMatchObject({ code: 'not-found' });
  });
});

test('names the methods that there are', async () => {
  const response = await gateway.fetch('/api/v1/petitions', { method: 'PUT', headers: auth });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
});

test('speaks English to who asks for it', async () => {
  const response = await gateway.fetch('/api/v1/nothing', {
    headers: { ...auth, 'accept-language': 'en-GB,zh;q=0.5' },
  });
  expect(await response.json()).toMatchObject({ title: 'Not found' });
});

test('holds each account to its own limit', async () => {
  const narrow = await startGateway({ ...ENV, APP_RATE_LIMIT: '2' });
  try {
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await narrow.post({ text: `第${n}件` })).status);
    expect(statuses).toEqual([201, 201, 429]);
    const refused = await narrow.post({ text: '又一件' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-policy')).toContain('q=2');
    expect(await problemOf(refused)).toMatchObject({ code: 'too-many-requests' });
    expect((await narrow.post({ text: 'a' }, { authorization: `Bearer ${OTHER_KEY}` })).status).toBe(201);
  } finally {
    await narrow.close();
  }
});
