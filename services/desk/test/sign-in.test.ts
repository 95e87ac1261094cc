import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PASSWORD, type RunningDesk, runDesk, type Visitor, visitor } from './support/desk.ts';
import { type DeskPlatform, deskPlatform } from './support/platform.ts';

let platform: DeskPlatform;
let running: RunningDesk;
beforeEach(async () => {
  platform = await deskPlatform();
  running = await runDesk(platform, { signInAttempts: 3 });
});
afterEach(async () => {
  await running.stop();
  await platform.remove();
});

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';
const onceIn = (link: string | null) => new URL(link ?? 'http://none').searchParams.get('once') ?? '';
const first = (once: string, name = '李主任') =>
  running.anonymous.post('/api/desk/session/first', { once, name, password: PASSWORD });
const signIn = (name: string, password = PASSWORD) => running.anonymous.post('/api/desk/session', { name, password });

describe('the first administrator', () => {
  test('comes in by the link, once', async () => {
    const link = await running.desk.firstSignInLink();
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1\/signin\?once=[\w-]{43}$/);
    expect(await running.anonymous.json('/api/desk/session')).toEqual({ user: null, first: true });
    const added = await first(onceIn(link));
    expect([added.status, await added.json()]).toMatchObject([201, { user: { role: 'administrator' } }]);
    expect((await first(onceIn(link), '别人')).status).toBe(403);
    expect(await running.desk.firstSignInLink()).toBeNull();
  });

  test('of two at once, one is added', async () => {
    const once = onceIn(await running.desk.firstSignInLink());
    const statuses = (await Promise.all([first(once, '甲'), first(once, '乙')])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 403]);
  });

  test('a later link takes the place of an earlier one', async () => {
    const earlier = onceIn(await running.desk.firstSignInLink());
    const later = onceIn(await running.desk.firstSignInLink());
    expect((await first(earlier)).status).toBe(403);
    expect((await first(later)).status).toBe(201);
  });

  test('a link does nothing once somebody is there', async () => {
    const once = onceIn(await running.desk.firstSignInLink());
    await running.as('operator');
    expect((await first(once)).status).toBe(403);
  });

  test('a password that is too short uses nothing up', async () => {
    const once = onceIn(await running.desk.firstSignInLink());
    const refused = await running.anonymous.post('/api/desk/session/first', { once, name: '李', password: 'short' });
    expect(refused.status).toBe(400);
    expect((await first(once)).status).toBe(201);
  });
});

describe('a session', () => {
  beforeEach(() => running.as('operator'));

  test('is opened by name and password, in whatever width and case the name is typed', async () => {
    const response = await signIn(' ＯＰＥＲＡＴＯＲ ');
    expect(response.status).toBe(200);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    const who = visitor(running.url, cookieOf(response));
    expect(await who.json('/api/desk/session')).toMatchObject({ user: { name: 'operator', role: 'operator' } });
  });

  test('ends with signing out', async () => {
    const who = visitor(running.url, cookieOf(await signIn('operator')));
    expect((await who.post('/api/desk/session', {}, 'DELETE')).status).toBe(204);
    expect((await who.get('/api/desk/cases')).status).toBe(401);
  });

  test('runs out', async () => {
    const who = visitor(running.url, cookieOf(await signIn('operator')));
    platform.turnClock(new Date(platform.now().getTime() + 12 * 3_600_000 - 1));
    expect((await who.get('/api/desk/cases')).status).toBe(200);
    platform.turnClock(new Date(platform.now().getTime() + 1));
    expect((await who.get('/api/desk/cases')).status).toBe(401);
  });

  test('is not opened by a token that somebody made up, nor by what the store holds', async () => {
    const { openCollections } = await import('../src/store/collections.ts');
    const { items } = await (await openCollections(platform.documentStore)).sessions.find({});
    for (const token of ['', 'x', items[0]?.id ?? '']) {
      expect((await visitor(running.url, `yihaotong=${token}`).get('/api/desk/cases')).status).toBe(401);
    }
  });

  test('every session ends with a new password, and the old password is none any more', async () => {
    const elsewhere = visitor(running.url, cookieOf(await signIn('operator')));
    const here = visitor(running.url, cookieOf(await signIn('operator')));
    const changed = await here.post('/api/desk/session/password', { current: PASSWORD, next: 'another long one' });
    expect(changed.status).toBe(204);
    expect((await elsewhere.get('/api/desk/cases')).status).toBe(401);
    expect((await visitor(running.url, cookieOf(changed)).get('/api/desk/cases')).status).toBe(200);
    expect((await signIn('operator')).status).toBe(401);
    expect((await signIn('operator', 'another long one')).status).toBe(200);
  });

  test.each([
    ['operator', 'wrong password'],
    ['nobody', PASSWORD],
  ])('is not opened for %s with %s', async (name, password) => {
    const response = await signIn(name, password);
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'wrong-credentials' } }]);
  });

  test('guessing is stopped, for that name alone', async () => {
    for (let n = 0; n < 3; n++) expect((await signIn('operator', `guess ${n}`)).status).toBe(401);
    expect((await signIn('operator')).status).toBe(429);
    await running.as('leader');
    expect((await signIn('leader')).status).toBe(200);
  });

  test('a write without the console header is refused', async () => {
    const response = await fetch(`${running.url}/api/desk/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'operator', password: PASSWORD }),
    });
    expect(response.status).toBe(403);
  });

  test('over HTTPS the cookie is bound to this host', async () => {
    await running.stop();
    running = await runDesk(platform, { secureCookies: true });
    const cookie = (await signIn('operator')).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-yihaotong=/);
    expect(cookie).toContain('Secure');
  });
});

describe('users', () => {
  let administrator: Visitor;
  beforeEach(async () => {
    administrator = await running.as('administrator');
  });
  const add = (user: object) => administrator.post('/api/desk/users', { password: PASSWORD, ...user });

  test('are added, listed without their passwords, and written down', async () => {
    expect((await add({ name: '王科', role: 'unit', unitId: 'housing' })).status).toBe(201);
    expect((await add({ name: '王科', role: 'operator' })).status).toBe(409);
    const listed = JSON.stringify(await administrator.json('/api/desk/users'));
    expect(listed).toContain('王科');
    expect(listed).not.toContain('scrypt');
    const audit = (await administrator.json('/api/desk/audit')) as { items: { action: string; target: string }[] };
    expect(audit.items[0]).toMatchObject({ action: 'user.added', target: '王科' });
  });

  test.each([
    [{ name: '王科', role: 'unit' }],
    [{ name: '王科', role: 'unit', unitId: 'no-such-unit' }],
    [{ name: '王科', role: 'king' }],
    [{ name: 'a/b', role: 'operator' }],
    [{ name: '', role: 'operator' }],
  ])('%j is refused', async (user) => {
    expect((await add(user)).status).toBe(400);
  });

  test('who is locked out is out at once', async () => {
    const leader = await running.as('leader');
    expect((await leader.get('/api/desk/cases')).status).toBe(200);
    const locked = await administrator.post('/api/desk/users/leader', { disabled: true }, 'PATCH');
    expect([locked.status, await locked.json()]).toMatchObject([200, { disabled: true }]);
    expect((await leader.get('/api/desk/cases')).status).toBe(401);
    expect((await signIn('leader')).status).toBe(401);
  });

  test('nobody takes their own administrator right away', async () => {
    const change = await administrator.post('/api/desk/users/administrator', { role: 'leader' }, 'PATCH');
    expect(change.status).toBe(403);
  });

  test('are for administrators alone', async () => {
    for (const role of ['operator', 'unit', 'leader'] as const) {
      const other = await running.as(role, role === 'unit' ? 'housing' : undefined);
      expect((await other.get('/api/desk/users')).status).toBe(403);
      expect((await other.get('/api/desk/audit')).status).toBe(403);
    }
  });
});
