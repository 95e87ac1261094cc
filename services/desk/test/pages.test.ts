import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditAnswer, CaseAnswer, PetitionAnswer } from '../src/index.ts';
import { openCollections } from '../src/store/collections.ts';
import { type RunningDesk, runDesk } from './support/desk.ts';
import { CANARY, snapshotFor } from './support/events.ts';
import { FILE, FILE_HASH, makeWorld, type World } from './support/world.ts';

let world: World;
let running: RunningDesk;
let platform: World['platform'];
let lamp: World['lamp'];
let noise: World['noise'];
let lampCase: string;
let noiseCase: string;
beforeAll(async () => {
  world = await makeWorld();
  ({ running, platform, lamp, noise, lampCase, noiseCase } = world);
});
afterAll(() => world.end());

const lists = () => [
  '/api/desk/cases',
  '/api/desk/petitions',
  `/api/desk/petitions?q=${encodeURIComponent('路灯')}`,
  `/api/desk/cases/${lampCase}`,
  `/api/desk/cases/${lampCase}/petitions`,
  `/api/desk/cases/${lampCase}/timeline`,
  `/api/desk/cases/${lampCase}/replies`,
  `/api/desk/petitions/${lamp.subject}`,
  '/api/desk/summary',
  `/api/public/petitions/${lamp.data.petition.queryCode}`,
];

describe('what is shown', () => {
  test('nothing but a reveal holds a name, a number or an identity; logs and metrics neither', async () => {
    const operator = await running.as('operator');
    const shown: string[] = [];
    for (const path of lists()) shown.push(JSON.stringify(await operator.json(path)));
    await operator.post(`/api/desk/petitions/${lamp.subject}/reveal`, { reason: '回电' });
    for (const secret of Object.values(CANARY)) {
      expect(shown.join('\n')).not.toContain(secret);
      expect(platform.telemetry.everything()).not.toContain(secret);
    }
    expect(shown.join('\n')).toContain('欧**');
  });

  test("the case's page has its petitions, its timeline and its replies", async () => {
    const operator = await running.as('operator');
    const page = (await operator.json(`/api/desk/cases/${lampCase}`)) as CaseAnswer;
    expect(page).toMatchObject({ lamp: 'green', petitions: 1, may: { answer: true, correct: true, reveal: true } });
    expect(await operator.json(`/api/desk/cases/${lampCase}/petitions`)).toMatchObject({
      items: [{ petitionId: lamp.subject }],
    });
    expect(await operator.json(`/api/desk/cases/${lampCase}/timeline`)).toMatchObject({
      items: [{ type: 'case.opened' }],
      next: null,
    });
    const replies = await operator.json(`/api/desk/cases/${lampCase}/replies`);
    expect(replies).toMatchObject({ items: [{ kind: 'receipt', state: 'delivered', through: 'sms' }] });
  });

  test("the petition's page explains its class, its matter and the petition that it is like", async () => {
    const operator = await running.as('operator');
    const page = (await operator.json(`/api/desk/petitions/${noise.subject}`)) as PetitionAnswer;
    expect(page.understanding.evidence.class).toEqual([{ words: '不亮', weight: 1.2 }]);
    expect(page.relation).toMatchObject({ of: lamp.subject, score: 0.4 });
    expect(page.related).toMatchObject({ petitionId: lamp.subject, caseId: lampCase });
    expect(page.timeline.map(({ type }) => type)).toContain('reply.delivered');
  });

  test.each(['/api/desk/cases/none', '/api/desk/petitions/none', '/api/desk/nothing'])(
    '%s is not there',
    async (path) => {
      expect((await (await running.as('operator')).get(path)).status).toBe(404);
    },
  );

  test('without sign-in there is nothing', async () => {
    for (const path of lists().filter((path) => path.startsWith('/api/desk'))) {
      expect([path, (await running.anonymous.get(path)).status]).toEqual([path, 401]);
    }
  });
});

describe('roles', () => {
  test("a unit sees its own case and its petition, and of another's nothing at all", async () => {
    const unit = await running.as('unit', 'housing');
    expect((await unit.get(`/api/desk/cases/${lampCase}`)).status).toBe(200);
    expect((await unit.get(`/api/desk/petitions/${lamp.subject}`)).status).toBe(200);
    for (const path of [
      `/api/desk/cases/${noiseCase}`,
      `/api/desk/cases/${noiseCase}/petitions`,
      `/api/desk/cases/${noiseCase}/timeline`,
      `/api/desk/cases/${noiseCase}/replies`,
      `/api/desk/petitions/${noise.subject}`,
      `/api/desk/petitions/${noise.subject}/attachments/1`,
    ]) {
      expect([path, (await unit.get(path)).status]).toEqual([path, 404]);
    }
    const answer = { text: '已办', signedBy: '王科' };
    expect((await unit.post(`/api/desk/cases/${noiseCase}/answer`, answer)).status).toBe(404);
    expect((await unit.post(`/api/desk/cases/${lampCase}/answer`, answer)).status).toBe(202);
  });

  test("a unit is not shown another unit's petition as the one that its own is like", async () => {
    const page = (await (
      await running.as('unit', 'environment')
    ).json(`/api/desk/petitions/${noise.subject}`)) as PetitionAnswer;
    expect(page.related).toBeNull();
  });

  const writes = (): [string, unknown][] => [
    [`/api/desk/cases/${lampCase}/answer`, { text: '已办', signedBy: '王科' }],
    [`/api/desk/cases/${lampCase}/corrections`, { petitionId: lamp.subject, reason: '分错', class: 'complain' }],
    [`/api/desk/petitions/${lamp.subject}/reveal`, { reason: '回电' }],
    ['/api/desk/quarantine/replay', { channel: 'app', code: 'not-json' }],
    ['/api/desk/users', {}],
  ];
  const allowed: [Parameters<RunningDesk['as']>, boolean[]][] = [
    [['administrator'], [true, true, true, true, true]],
    [['operator'], [true, true, true, true, false]],
    [
      ['unit', 'housing'],
      [true, false, false, false, false],
    ],
    [['leader'], [false, false, false, false, false]],
  ];
  test.each(allowed)('%j may answer, correct, reveal, replay, manage: %j', async (who, expected) => {
    const visitor = await running.as(...who);
    const results: boolean[] = [];
    for (const [path, body] of writes()) results.push((await visitor.post(path, body)).status !== 403);
    expect(results).toEqual(expected);
  });

  const reads = [
    '/api/desk/petitions',
    '/api/desk/quarantine',
    '/api/desk/channels',
    '/api/desk/policy',
    '/api/desk/summary',
  ];
  test.each([
    [['leader'], [200, 200, 200, 200, 200]],
    [
      ['unit', 'housing'],
      [403, 403, 403, 200, 200],
    ],
  ] as [Parameters<RunningDesk['as']>, number[]][])('%j reads the lists: %j', async (who, expected) => {
    const visitor = await running.as(...who);
    expect(await Promise.all(reads.map(async (path) => (await visitor.get(path)).status))).toEqual(expected);
  });
});

describe('a reveal', () => {
  test('opens everything that was hidden, and says who, what, when and why', async () => {
    const operator = await running.as('operator');
    const response = await operator.post(`/api/desk/petitions/${lamp.subject}/reveal`, { reason: '回电核实' });
    expect([response.status, await response.json()]).toEqual([
      200,
      { ...CANARY, title: '路灯不亮', text: `路灯不亮，请打 ${CANARY.phone} 联系我`, place: '滨河路三号' },
    ]);
    const audit = (await (
      await running.as('administrator')
    ).json(`/api/desk/audit?target=${lamp.subject}`)) as AuditAnswer;
    expect(audit.items).toContainEqual({
      at: platform.now().toISOString(),
      who: 'operator',
      role: 'operator',
      action: 'petition.revealed',
      target: lamp.subject,
      reason: '回电核实',
    });
  });

  test.each([[{}], [{ reason: '' }], [{ reason: ' x ' }]])('without a reason (%j) it opens nothing', async (body) => {
    const operator = await running.as('operator');
    expect((await operator.post(`/api/desk/petitions/${lamp.subject}/reveal`, body)).status).toBe(400);
  });
});

describe('an attachment', () => {
  const path = () => `/api/desk/petitions/${lamp.subject}/attachments/1`;
  let version = 0;
  const store = async (sha256: string | null) => {
    const { attachments } = await openCollections(platform.documentStore);
    const state = sha256 === null ? ('pending' as const) : ('stored' as const);
    const body = { petitionId: lamp.subject, state, sha256, size: FILE.length, mediaType: 'text/html', reason: null };
    version += 1;
    await attachments.project([{ id: `${lamp.subject}/1`, version, body }]);
  };

  test.each([[null], [FILE_HASH], ['../../etc/passwd']])('that is not here (%s) is not found', async (sha256) => {
    await store(sha256);
    expect((await (await running.as('operator')).get(path())).status).toBe(404);
  });

  test('comes as a download that no browser shows', async () => {
    await mkdir(join(platform.dataFolder, 'blobs', FILE_HASH.slice(0, 2)), { recursive: true });
    await writeFile(join(platform.dataFolder, 'blobs', FILE_HASH.slice(0, 2), FILE_HASH), FILE);
    await store(FILE_HASH);
    const response = await (await running.as('leader')).get(path());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(FILE);
  });
});

describe("the citizen's page", () => {
  test('says state, unit and deadline to whoever has the code, however it is typed', async () => {
    const code = lamp.data.petition.queryCode;
    const typed = encodeURIComponent(`${code.slice(0, 5).toLowerCase()} ${code.slice(5)}`);
    expect(await running.anonymous.json(`/api/public/petitions/${typed}`)).toEqual({
      queryCode: code,
      state: 'in-progress',
      class: 'help',
      topic: '城乡建设/路灯',
      receivedAt: lamp.data.petition.receivedAt,
      unit: '住建局',
      deadline: snapshotFor(lamp).deadline,
      answer: null,
    });
    expect((await running.anonymous.get('/api/public/petitions/0000000000')).status).toBe(404);
  });

  test('guessing is stopped', async () => {
    const strict = await runDesk(platform, { publicRequestsPerMinute: 2 });
    const statuses: number[] = [];
    for (const code of ['A', 'B', 'C']) {
      statuses.push((await strict.anonymous.get(`/api/public/petitions/${code}`)).status);
    }
    await strict.stop();
    expect(statuses).toEqual([404, 404, 429]);
  });
});

describe('the pages of the console', () => {
  test('when it was not built, say how to build it', async () => {
    const response = await running.anonymous.get('/cases/17');
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('npm run build')]);
  });

  test('are one page under every address, with hashed files kept for a year and no scripts from elsewhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(folder, 'assets'), { recursive: true });
    await writeFile(join(folder, 'index.html'), '<title>一号通</title>');
    await writeFile(join(folder, 'assets', 'index-1a2b.js'), '0');
    const built = await runDesk(platform, { consoleFolder: folder });
    for (const path of ['/', '/signin?once=x', '/cases', '/cases/17/petitions', '/ledger']) {
      const response = await built.anonymous.get(path);
      expect([path, response.status, await response.text()]).toEqual([path, 200, '<title>一号通</title>']);
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
    const script = await built.anonymous.get('/assets/index-1a2b.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await built.anonymous.get('/assets/gone.js')).status).toBe(404);
    expect((await built.anonymous.get('/submit')).status).toBe(404);
    await built.stop();
    await rm(folder, { recursive: true });
  });
});
