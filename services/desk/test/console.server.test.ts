import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Consumption } from '@yihaotong/event-log';
import type { CaseSnapshot } from '@yihaotong/petition-event';
import { launchBrowser, run } from '@yihaotong/real-servers';
import { PASSWORD, type RunningDesk, runDesk } from './support/desk.ts';
import { CANARY, caseEvent, normalized, quarantined, received, recovered, snapshotFor } from './support/events.ts';
import { type DeskPlatform, deskPlatform, untilRead } from './support/platform.ts';
import { seedBoard } from './support/seed.ts';
import { standIn } from './support/stand-in.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;

jest.setTimeout(120_000);

// The browser's own clock decides when a session's cookie is over.
const NOW = new Date();
const HOUR = 3_600_000;
const UNREADABLE = ['{"text":', '{"text":', 'not json at all'].map((body, n) => `${body} ${n}`);
const ADMINISTRATOR = { name: '周岚', password: '一个足够长的口令 2026' };

let platform: DeskPlatform;
let running: RunningDesk;
let others: Consumption;
let browser: Browser;
let page: Page;
let dist: string;
const cases = new Map<string, CaseSnapshot>();
const complaints: string[] = [];

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'console-'));
  await buildConsole(dist);
  platform = await deskPlatform(NOW);
  await fill();
  running = await runDesk(platform, { consoleFolder: dist });
  others = await standIn(platform, cases, async ({ data }) => {
    const body = UNREADABLE.find(
      (text) => quarantined({ seal: platform.seal, body: text }).subject === data.quarantineId,
    );
    if (body) await platform.say('petitions.quarantined', recovered({ body, at: NOW }, ['p1']));
  });
  await untilRead(platform);
  browser = await launchBrowser();
  page = await open({ width: 1440, height: 900 });
});
afterAll(async () => {
  await browser?.close();
  await others?.close();
  await running?.stop();
  await platform?.remove();
  await rm(dist, { recursive: true });
});

async function buildConsole(outDir: string): Promise<void> {
  const console = fileURLToPath(new URL('../console', import.meta.url));
  const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));
  const options = { toInstall: 'run npm install', env: { NODE_ENV: 'production' } };
  await run(
    process.execPath,
    [vite, 'build', console, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    options,
  );
}

/** Four days of petitions, one each one and a half hours, and three items that nobody could read. */
async function fill(): Promise<void> {
  const onCase = ({ data }: ReturnType<typeof caseEvent>) => void cases.set(data.case.caseId, data.case);
  const from = new Date(NOW.getTime() - 91 * HOUR);
  await seedBoard(platform.eventLog, platform.seal, { petitions: 60, from, everySeconds: 5_400, onCase });
  const items = UNREADABLE.map((body, n) =>
    quarantined({ seal: platform.seal, body, at: new Date(NOW.getTime() - n) }),
  );
  await platform.say('petitions.quarantined', ...items);
}

/** A browser of somebody's own, whose every complaint is kept: an error, a warning, a breach of the security policy. */
async function open(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' });
  const opened = await context.newPage();
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  opened.on('pageerror', (error) => complaints.push(String(error)));
  return opened;
}

/** Looks until it is so; the page's own security policy forbids to look from inside it. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it did not come to: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const rowsOf = (at: Page) => at.locator('.ant-table-row');
const titlesOf = (at: Page) => at.locator('.ant-table-row .row-title').allTextContents();
const toast = (text: string) => page.locator('.ant-message').getByText(text).first().waitFor();
async function menu(name: string): Promise<void> {
  await page.locator('.shell-menu').getByText(name, { exact: true }).click();
  await page.locator('.ant-menu-item-selected').getByText(name, { exact: true }).waitFor();
}
async function signIn(at: Page, name: string, password: string): Promise<void> {
  await at.goto(`${running.url}/signin`);
  await at.getByLabel('姓名').fill(name);
  await at.getByLabel('密码').fill(password);
  await at.getByRole('button', { name: '登录' }).click();
}
/** The first open case of the housing unit, by its lamp. */
const caseOf = (lamp: 'open' | 'closed', nth: number) => {
  const found = [...cases.values()].filter((of) => of.state === lamp && of.unit.id === 'housing').at(nth);
  if (!found) throw new Error('the seed has no such case');
  return found;
};

test('the first sign-in link makes an administrator, who sees the board with its lamps', async () => {
  const link = new URL((await running.desk.firstSignInLink()) ?? '');
  await page.goto(`${running.url}${link.pathname}${link.search}`);
  await page.getByLabel('姓名').fill(ADMINISTRATOR.name);
  await page.getByLabel('密码').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: '设置并登录' }).click();
  await rowsOf(page).first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
  const lamps = new Set(await page.locator('.ant-table-row .lamp').allTextContents());
  expect([...lamps].map((text) => text.replace('✓', '')).sort()).toEqual(['临期', '办理中', '已办结', '超期'].sort());
});

test('a tile filters the board by its lamp, and counts what then stands there', async () => {
  const tile = page.locator('.tile').filter({ hasText: '超期' });
  await tile.click();
  await until(async () =>
    (await page.locator('.ant-table-row .lamp').allTextContents()).every((lamp) => lamp === '超期'),
  );
  const count = await rowsOf(page).count();
  expect(count).toBeGreaterThan(0);
  expect(await tile.locator('.tile-number').textContent()).toBe(String(count));
  await page.getByRole('button', { name: '清除筛选' }).click();
});

test('the search finds a petition by its words', async () => {
  await page.getByPlaceholder('标题、内容、地点、单位或查询码').fill('31 号来件');
  await page.keyboard.press('Enter');
  await until(async () => (await rowsOf(page).count()) === 1);
  expect(await titlesOf(page)).toEqual(['31 号来件']);
  await page.getByRole('button', { name: '清除筛选' }).click();
  await until(async () => (await rowsOf(page).count()) > 1);
});

test('a new case waits behind a bar, and no row moves until the reader asks for it', async () => {
  const before = await titlesOf(page);
  const said = { seal: platform.seal, nativeId: 'live-1', title: '刚刚来的一件', receivedAt: NOW };
  const event = normalized({ ...said, origin: { partition: 0, offset: 900 } });
  const snapshot = snapshotFor(event);
  cases.set(snapshot.caseId, snapshot);
  await platform.say('petitions.received', received(said));
  await platform.say('petitions.normalized', event);
  await platform.say('cases', caseEvent('case.opened', snapshot, { petitionId: event.subject, causeId: event.id }));
  const bar = page.getByRole('button', { name: '有 1 项更新' });
  await bar.waitFor();
  expect(await titlesOf(page)).toEqual(before);
  await bar.click();
  await page.getByText('刚刚来的一件').first().waitFor();
  expect((await titlesOf(page))[0]).toBe('刚刚来的一件');
});

test('an answer closes the case, and the tick comes to a board that is open elsewhere, where the row stands', async () => {
  const board = await page.context().newPage();
  await board.goto(`${running.url}/`);
  await board.getByText('刚刚来的一件').first().waitFor();
  const before = await titlesOf(board);
  await page.getByText('刚刚来的一件').first().click();
  await page.getByRole('heading', { level: 1, name: '刚刚来的一件' }).waitFor();
  await page.getByText('default.yaml:1').first().waitFor();
  await page.getByLabel('答复内容').fill('灯已修好，今晚会亮。');
  expect(await page.getByLabel('签发人').inputValue()).toBe(ADMINISTRATOR.name);
  await page.getByLabel('签发人').fill('王科');
  await page.getByRole('button', { name: '答复并办结' }).click();
  await toast('已答复并办结');
  await page.locator('.answered').getByText('灯已修好，今晚会亮。').waitFor();
  await page.locator('.page-marks').getByText('已办结').waitFor();
  await board.locator('.ant-table-row').filter({ hasText: '刚刚来的一件' }).getByText('已办结').waitFor();
  expect(await titlesOf(board)).toEqual(before);
  await board.close();
});

test('a correction changes the class, and the timeline says what and why', async () => {
  const of = caseOf('open', 0);
  await page.goto(`${running.url}/cases/${of.caseId}`);
  await page.getByRole('button', { name: '更正' }).click();
  const drawer = page.locator('.ant-drawer-content, .ant-drawer-section').first();
  await drawer.getByLabel('类别').click();
  await page.locator('.ant-select-item-option').filter({ hasText: '建议' }).click();
  await drawer.getByLabel('理由').fill('市民是在提建议');
  await drawer.getByRole('button', { name: '提交更正' }).click();
  await toast('已更正');
  await page.locator('.page-marks').getByText('建议').waitFor();
  await page.locator('.entry').filter({ hasText: '更正' }).getByText('市民是在提建议').waitFor();
});

describe('a petition', () => {
  test('shows which words spoke for its class', async () => {
    await page.locator('.entry').getByRole('link', { name: '查看来件' }).first().click();
    await page.locator('.said mark.mark-class').first().waitFor();
    expect(await page.locator('.said mark.mark-class').allTextContents()).toEqual(['不亮']);
  });

  test('shows the number only to somebody who says why, and the audit log keeps it', async () => {
    const { pathname } = new URL(page.url());
    expect(await page.locator('main').textContent()).not.toContain(CANARY.phone);
    await page.getByRole('button', { name: '查看完整信息' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('请说明理由，将记入审计日志').waitFor();
    await page.getByLabel('理由').fill('回访核实地点');
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText(CANARY.phone).waitFor();
    await page.getByText(CANARY.name).waitFor();
    await page.getByRole('button', { name: '重新遮蔽' }).click();
    expect(await page.locator('main').textContent()).not.toContain(CANARY.phone);
    await menu('审计');
    const line = page.locator('.ant-table-row').filter({ hasText: '回访核实地点' });
    expect(await line.getByRole('link').getAttribute('href')).toBe(pathname);
  });
});

describe('the quarantine', () => {
  test('shows the raw item to somebody who says why', async () => {
    await menu('隔离区');
    await rowsOf(page).first().waitFor();
    expect(await rowsOf(page).count()).toBe(UNREADABLE.length);
    await page.getByRole('button', { name: '原始内容' }).first().click();
    await page.getByLabel('理由').fill('查看格式');
    await page.getByRole('button', { name: '确定' }).click();
    await page.locator('pre.raw').waitFor();
    expect(UNREADABLE).toContain(await page.locator('pre.raw').textContent());
    await page.locator('.ant-modal-close').last().click();
  });

  test('replays one item, and then all of a reason', async () => {
    await page.getByRole('button', { name: '重放', exact: true }).first().click();
    await toast('已要求重放 1 件');
    await until(async () => (await rowsOf(page).count()) === 2);
    await page.getByRole('button', { name: '全部重放：APP not-json（2）' }).click();
    await toast('已要求重放 2 件');
    await page.getByText('隔离区是空的。').waitFor();
  });
});

test('every other page opens with something on it', async () => {
  await menu('态势');
  await page.locator('.chart canvas').first().waitFor();
  await menu('来件');
  await rowsOf(page).first().waitFor();
  await menu('渠道');
  await page.getByText('还没有渠道报告状态。').waitFor();
  await menu('台账');
  await page.locator('.total-row').waitFor();
});

test('the other language stays chosen', async () => {
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('.shell-menu').getByText('Ledger').waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { level: 1, name: '台账' }).waitFor();
});

describe('somebody of a unit', () => {
  let theirs: Page;
  beforeAll(async () => {
    await menu('人员');
    await page.getByRole('button', { name: '添加人员' }).click();
    await page.getByLabel('姓名').fill('住建李工');
    await page.getByRole('combobox', { name: '角色' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '承办单位' }).click();
    await page.getByRole('combobox', { name: '承办单位' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '市住房和城乡建设局' }).click();
    await page.getByLabel('密码').fill(PASSWORD);
    await page.getByRole('button', { name: '保存' }).click();
    await toast('已添加 住建李工');
    theirs = await open({ width: 1280, height: 800 });
    await signIn(theirs, '住建李工', PASSWORD);
    await rowsOf(theirs).first().waitFor();
  });

  test('sees the cases of the unit alone, and no page that goes across units', async () => {
    const own = [...cases.values()].filter((of) => of.unit.id === 'housing');
    expect(await rowsOf(theirs).count()).toBe(own.length);
    expect(await theirs.locator('.shell-menu').textContent()).not.toMatch(/隔离区|渠道|台账|审计/);
    await theirs.goto(`${running.url}/quarantine`);
    await theirs.getByText('没有找到，或您无权查看').waitFor();
  });

  test('may answer, and may neither correct nor see a number', async () => {
    const of = caseOf('open', 1);
    await theirs.goto(`${running.url}/cases/${of.caseId}`);
    await theirs.getByRole('button', { name: '答复并办结' }).waitFor();
    expect(await theirs.getByRole('button', { name: '更正' }).count()).toBe(0);
    await theirs.getByRole('link', { name: '查看来件' }).first().click();
    await theirs.getByText('系统理解').waitFor();
    expect(await theirs.getByRole('button', { name: '查看完整信息' }).count()).toBe(0);
  });
});

test('whoever was signed out meanwhile signs in again and is where they were', async () => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const visitor = await context.newPage();
  await signIn(visitor, ADMINISTRATOR.name, ADMINISTRATOR.password);
  await visitor.locator('.shell-menu').getByText('台账', { exact: true }).click();
  await visitor.locator('.total-row').waitFor();
  await visitor.getByText('实时').waitFor();
  await context.clearCookies();
  await visitor.locator('.shell-menu').getByText('来件', { exact: true }).click();
  await visitor.getByLabel('姓名').fill(ADMINISTRATOR.name);
  await visitor.getByLabel('密码').fill(ADMINISTRATOR.password);
  await visitor.getByRole('button', { name: '登录' }).click();
  await rowsOf(visitor).first().waitFor();
  expect(new URL(visitor.url()).pathname).toBe('/petitions');
  await visitor.getByText('实时').waitFor();
  await context.close();
});

test('on a phone no page is wider than the screen', async () => {
  const phone = await open({ width: 390, height: 844 });
  await signIn(phone, ADMINISTRATOR.name, ADMINISTRATOR.password);
  await phone.locator('.case-card').first().waitFor();
  const of = caseOf('open', 1);
  const paths = ['/', `/cases/${of.caseId}`, '/petitions', '/quarantine', '/channels', '/ledger', '/users', '/audit'];
  for (const path of paths) {
    await phone.goto(running.url + path);
    await phone.waitForLoadState('load');
    await phone.locator('main > *').first().waitFor();
    expect([path, await phone.evaluate('document.documentElement.scrollWidth - window.innerWidth')]).toEqual([path, 0]);
  }
  await phone.context().close();
});

test('all the while no browser has complained', () => expect(complaints).toEqual([]));
