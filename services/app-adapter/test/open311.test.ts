import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CASE_ID, caseEvent, normalized } from './events.ts';
import { ENV, eventually, type Gateway, KEY, startGateway } from './gateway.ts';
import { SCHEMAS } from './open311-schemas.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const post = (
  fields: Record<string, string>,
  path = '/open311/v2/requests.json',
  headers: Record<string, string> = {},
) => gateway.fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers });
const report = (fields: Record<string, string> = {}) => post({ api_key: KEY, description: '幸福路停水', ...fields });
const get = (path: string) => gateway.fetch(`/open311/v2${path}`);
const idOf = async (response: Response) => SCHEMAS.accepted.parse(await response.json())[0]?.service_request_id ?? '';

describe('every answer is as the standard writes it', () => {
  test.each(['discovery', 'services', 'services/unknown', 'services/城乡建设.供水', 'requests'])('%s', async (path) => {
    const json = await get(`/${encodeURI(path)}.json`);
    expect(json.headers.get('content-type')).toContain('application/json');
    const schema = path.startsWith('services/') ? SCHEMAS.definition : SCHEMAS[path as 'services'];
    schema.parse(await json.json());
    const xml = await get(`/${encodeURI(path)}.xml`);
    expect(xml.headers.get('content-type')).toContain('text/xml');
    expect(XMLValidator.validate(await xml.text())).toBe(true);
  });

  test('in XML the same as in JSON', async () => {
    const id = await idOf(await report({ address_string: '<1>&"2"' }));
    const [json] = SCHEMAS.requests.parse(await (await get(`/requests/${id}.json`)).json());
    const text = await (await get(`/requests/${id}.xml`)).text();
    const xml = new XMLParser({ parseTagValue: false }).parse(text).service_requests.request;
    for (const [name, value] of Object.entries(json ?? {}))
      expect([name, xml[name]]).toEqual([name, String(value ?? '')]);
  });
});

test('the services are the topics of the policy, and one for who does not know', async () => {
  const services = SCHEMAS.services.parse(await (await get('/services.json')).json());
  expect(services.map(({ service_code, group }) => [service_code, group])).toEqual([
    ['unknown', ''],
    ['城乡建设', '城乡建设'],
    ['城乡建设.供水', '城乡建设'],
    ['城乡建设.道路', '城乡建设'],
    ['环境保护', '环境保护'],
  ]);
});

describe('POST requests', () => {
  test('gives the id of a petition that stands on the log, its key not kept with it', async () => {
    const response = await report({ service_code: '城乡建设.供水', lat: '30.5', long: '114.3', email: 'a@b.example' });
    expect(response.status).toBe(200);
    const id = await idOf(response);
    const event = (await gateway.platform.events('petitions.received')).find(({ subject }) => subject === id);
    expect(event?.data.petition).toMatchObject({ account: 'city', statedKind: '城乡建设/供水', text: '幸福路停水' });
    const { body } = event?.data.raw ?? {};
    const raw = Buffer.from(gateway.platform.seal.open(body ?? 'sealed:'), 'base64').toString();
    expect(raw).toContain('service_code=');
    expect(raw).not.toContain(KEY);
  });

  test.each([
    ['JSON', JSON.stringify({ api_key: KEY, description: 'JSON 来件', attributes: { kind: 'help' } }), ''],
    ['JSON with the key in the address', JSON.stringify({ description: 'JSON 来件 2' }), `?api_key=${KEY}`],
  ])('takes %s', async (_name, body, query) => {
    const headers = { 'content-type': 'application/json' };
    const response = await gateway.fetch(`/open311/v2/requests.json${query}`, { method: 'POST', body, headers });
    expect(response.status).toBe(200);
  });

  test('takes an unknown or missing service code: the text decides', async () => {
    for (const service_code of ['', 'no-such-thing']) expect((await report({ service_code })).status).toBe(200);
  });

  test('sends one petition once under one idempotency key', async () => {
    const send = () => post({ api_key: KEY, description: '一次' }, undefined, { 'idempotency-key': 'geo-1' });
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await idOf(again)).toBe(await idOf(first));
  });

  test.each([
    ['no key', { description: 'a' }, 403],
    ['a wrong key', { description: 'a', api_key: 'nobody-has-this' }, 403],
    ['no description', { api_key: KEY }, 400],
    ['a latitude off the globe', { api_key: KEY, description: 'a', lat: '99', long: '1' }, 400],
  ])('refuses %s with an error array in the format that was asked for', async (_name, fields, status) => {
    const json = await post(fields);
    expect(json.status).toBe(status);
    for (const { code } of SCHEMAS.errors.parse(await json.json())) expect(code).toBe(status);
    const xml = await post(fields, '/open311/v2/requests.xml');
    expect(xml.status).toBe(status);
    const { errors } = new XMLParser().parse(await xml.text());
    expect(errors.error).toMatchObject({ code: status, description: expect.any(String) });
  });
});

describe('GET requests', () => {
  let id: string;
  const one = async (query = '') => SCHEMAS.requests.parse(await (await get(`/requests/${id}.json${query}`)).json())[0];
  const list = async (query: string) =>
    SCHEMAS.requests
      .parse(await (await get(`/requests.json?${query}`)).json())
      .map((found) => found.service_request_id);

  beforeAll(async () => {
    id = await idOf(
      await report({ description: '幸福路停水，电话13700001111', address_string: '幸福路12号', phone: '13700001111' }),
    );
  });

  test('finds it at once, without its words, which nobody has read yet', async () => {
    expect(await one('?jurisdiction_id=any')).toMatchObject({
      status: 'open',
      service_code: 'unknown',
      description: null,
      address: null,
    });
  });

  test('shows unit, deadline and redacted words once it is understood and dispatched', async () => {
    await publish(id);
    const found = await eventually(async () => {
      const asked = await one();
      return asked?.agency_responsible && asked.description ? asked : null;
    });
    expect(found).toMatchObject({
      service_code: '城乡建设.供水',
      service_name: '供水',
      agency_responsible: '市水务局',
      expected_datetime: '2026-03-10T09:00:00Z',
      address: '幸福路12号',
    });
    expect(found.description).toContain('幸福路停水');
    expect(JSON.stringify(found)).not.toContain('13700001111');
  });

  test('filters by service (with what is below it), status, dates and ids', async () => {
    await eventually(async () => (await list('service_code=城乡建设')).includes(id));
    expect(await list('service_code=城乡建设.供水&status=open')).toContain(id);
    expect(await list('service_code=环境保护')).not.toContain(id);
    expect(await list('status=closed')).not.toContain(id);
    expect(await list('status=closed&status=open')).toContain(id);
    expect(await list('start_date=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await list(`service_request_id=${id},nobody&status=closed`)).toEqual([id]);
  });

  test('pages from the newest to the oldest', async () => {
    const all = await list('');
    const pages = [await list('page=1&page_size=2'), await list('page=2&page_size=2')];
    expect(pages.flat()).toEqual(all.slice(0, 4));
    expect(await list('page=900&page_size=2')).toEqual([]);
  });

  test('shows only what came in by this door, and no report of wrongdoing', async () => {
    await gateway.post({ text: '来自其他入口' });
    const secret = await idOf(await report({ description: '举报某人' }));
    await publish(secret, { subtype: 'report', class: 'complain' });
    await eventually(async () => (await list('status=open')).includes(secret));
    const shown = SCHEMAS.requests.parse(await (await get('/requests.json')).json());
    expect(shown.find((found) => found.service_request_id === secret)).toMatchObject({
      description: null,
      address: null,
    });
    expect(JSON.stringify(shown)).not.toContain('其他入口');
  });

  test('leads from the token to the id', async () => {
    const [token] = SCHEMAS.tokens.parse(await (await get(`/tokens/${id}.json`)).json());
    expect(token).toEqual({ service_request_id: id, token: id });
  });

  test.each([
    ['/requests.json?start_date=yesterday', 400],
    ['/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z', 400],
    ['/requests.json?status=maybe', 400],
    ['/requests.json?page_size=5000', 400],
    ['/requests.json?service_code=nothing', 404],
    ['/requests/nobody.json', 404],
    ['/services/nothing.json', 404],
    ['/services/%ff.json', 404],
    ['/tokens/nobody.json', 404],
    ['/requests.csv', 404],
  ])('answers %s with an error array of %d', async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const text = await response.text();
    if (path.includes('.json')) SCHEMAS.errors.parse(JSON.parse(text));
    else expect(XMLValidator.validate(text)).toBe(true);
  });
});

/** Understood and dispatched, as normalizer and routing would say it. */
async function publish(id: string, fields: { subtype?: 'report'; class?: 'complain' } = {}): Promise<void> {
  const event = (await gateway.platform.events('petitions.received')).find(({ subject }) => subject === id);
  if (!event) throw new Error(`no petition ${id}`);
  const understood = normalized({ fields: event.data.petition });
  understood.data.understanding = { ...understood.data.understanding, ...fields };
  await gateway.say('petitions.normalized', '临江区', { ...understood, id, subject: id });
  const caseId = `${CASE_ID}-${id}`;
  const opened = caseEvent('case.opened', { caseId, unit: { id: 'water', name: '市水务局' }, ...fields }, id);
  await gateway.say('cases', caseId, opened);
}

test('another jurisdiction than ours is not found, when ours is set', async () => {
  const ours = await startGateway({ ...ENV, APP_JURISDICTION: 'yunlan' });
  try {
    const statusOf = async (id: string) => (await ours.fetch(`/open311/v2/services.json?jurisdiction_id=${id}`)).status;
    expect([await statusOf('yunlan'), await statusOf('elsewhere')]).toEqual([200, 404]);
  } finally {
    await ours.close();
  }
});
