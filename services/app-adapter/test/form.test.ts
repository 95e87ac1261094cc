import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeToken, readToken } from '../src/form/token.ts';
import { ENV, eventually, type Gateway, startGateway } from './gateway.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ ...ENV, APP_FORM_LIMIT: '0' });
});
afterAll(() => gateway.close());

/** Opens the form as a browser does. */
async function open(lang = 'zh'): Promise<{ page: string; cookie: string; token: string }> {
  const response = await gateway.fetch(`/submit?lang=${lang}`);
  const page = await response.text();
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { page, cookie, token: /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '' };
}

type Filled = Record<string, string>;
const send = (fields: Filled, cookie: string, lang = 'zh') =>
  gateway.fetch(`/submit?lang=${lang}`, { method: 'POST', headers: { cookie }, body: new URLSearchParams(fields) });

const codeOf = (response: Response) =>
  new URL(response.headers.get('location') ?? '', gateway.url).searchParams.get('code');
const mine = async (text: string) =>
  (await gateway.platform.events('petitions.received')).filter(({ data }) => data.petition.text === text);

describe('the form', () => {
  test('needs no script and lets nothing in', async () => {
    const response = await gateway.fetch('/submit');
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script| style="| on\w+="/);
    expect(page).toContain('<html lang="zh-CN">');
    const style = /href="(\/submit\/style-\w+\.css)"/.exec(page)?.[1] ?? '';
    expect((await gateway.fetch(style)).headers.get('content-type')).toContain('text/css');
  });

  test('names every field for who cannot see it', async () => {
    const { page } = await open();
    const fields = [...page.matchAll(/<(?:input|textarea) id="(\w+)"/g)].map(([, id]) => id);
    expect(fields).toEqual(['text', 'place', 'when', 'name', 'phone']);
    for (const id of fields) expect(page).toContain(`<label for="${id}">`);
  });

  test('has an English side', async () => {
    const { page } = await open('en');
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('What happened');
  });

  test('takes a petition in and leads to its query code', async () => {
    const { cookie, token } = await open();
    const fields = {
      text: '幸福路井盖缺失',
      place: '幸福路3号',
      when: '2026-01-02T08:30',
      name: '张三',
      phone: '137-0000-1111',
    };
    const response = await send({ token, ...fields }, cookie);
    expect(response.status).toBe(303);
    const code = codeOf(response) ?? '';
    const receipt = await (await gateway.fetch(response.headers.get('location') ?? '')).text();
    expect(receipt).toContain(code);
    const [event] = await mine('幸福路井盖缺失');
    expect(event?.data.petition).toMatchObject({
      account: 'web',
      queryCode: code,
      place: { text: '幸福路3号' },
      extras: { entrance: 'form', happenedAt: '2026-01-02T00:30:00.000Z' },
    });
    expect((await gateway.fetch(`/query?code=${code.toLowerCase()}`)).status).toBe(200);
  });

  test('takes a second click as the same petition, and other words as another', async () => {
    const { cookie, token } = await open();
    const first = codeOf(await send({ token, text: '双击' }, cookie));
    expect(codeOf(await send({ token, text: '双击' }, cookie))).toBe(first);
    expect(codeOf(await send({ token, text: '双击之后又改了' }, cookie))).not.toBe(first);
  });

  test('shows what is wrong beside what was typed, and quarantines nothing', async () => {
    const { cookie, token } = await open();
    const response = await send({ token, text: '  ', phone: '<b>not a number', when: '2099-01-01T00:00' }, cookie);
    expect(response.status).toBe(422);
    const page = await response.text();
    for (const id of ['text', 'phone', 'when']) expect(page).toContain(`id="${id}-error"`);
    expect(page).toContain('&lt;b&gt;not a number');
    expect(page).not.toContain('<b>');
    expect(await gateway.platform.events('petitions.quarantined')).toHaveLength(0);
  });

  test.each([
    ['no token', async () => ({ token: '', cookie: (await open()).cookie })],
    ['no cookie', async () => ({ ...(await open()), cookie: '' })],
    ['the token of another browser', async () => ({ token: (await open()).token, cookie: (await open()).cookie })],
  ])('refuses a sending with %s, and keeps what was typed', async (_name, made) => {
    const { token, cookie } = await made();
    const response = await send({ token, text: '伪造的提交' }, cookie);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('伪造的提交');
    expect(await mine('伪造的提交')).toHaveLength(0);
  });

  test('lets a machine fall into the trap', async () => {
    const { cookie, token } = await open();
    const response = await send({ token, text: '广告', website: 'https://spam.example' }, cookie);
    expect(response.status).toBe(303);
    expect(await mine('广告')).toHaveLength(0);
  });

  test('holds one network address to its limit', async () => {
    const narrow = await startGateway({ ...ENV, APP_FORM_LIMIT: '1', APP_PROXIES: '1' });
    try {
      const ask = (address: string) =>
        narrow.fetch('/query?code=x', { headers: { 'x-forwarded-for': `6.6.6.6, ${address}` } });
      expect((await ask('192.0.2.1')).status).toBe(404);
      expect((await ask('192.0.2.1')).status).toBe(429);
      expect((await ask('192.0.2.2')).status).toBe(404);
    } finally {
      await narrow.close();
    }
  });
});

test('the query page shows state and nothing of who asked or what was said', async () => {
  const { cookie, token } = await open();
  const code = codeOf(await send({ token, text: '不该出现的话', name: '欧阳', phone: '13700002222' }, cookie));
  const page = await eventually(async () => {
    const response = await gateway.fetch(`/query?lang=en&code=${code}`);
    return response.ok && response.text();
  });
  expect(page).toContain('Received, being read');
  for (const secret of ['不该出现的话', '欧阳', '13700002222']) expect(page).not.toContain(secret);
});

test('a code that nobody has is told so, in the form', async () => {
  const response = await gateway.fetch('/query?code=0000000000');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('id="code-error"');
});

test('a form token lives half a day, and for its own browser and secret alone', () => {
  const secret = Buffer.alloc(32, 1);
  const now = new Date('2026-01-01T00:00:00Z');
  const { cookie, field } = makeToken(secret, now);
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
  expect(readToken(secret, hours(11), { cookie, field })).not.toBeNull();
  expect(readToken(secret, hours(13), { cookie, field })).toBeNull();
  expect(readToken(secret, hours(-1), { cookie, field })).toBeNull();
  expect(readToken(Buffer.alloc(32, 2), now, { cookie, field })).toBeNull();
  expect(readToken(secret, now, { cookie: 'another', field })).toBeNull();
});
