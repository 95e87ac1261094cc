// node tools/screenshots.ts [folder]: plays the sample day and takes the pictures of the README (docs/images).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '@yihaotong/real-servers';
import { type Gateway, ROOT, startGateway } from '../tests/support/gateway.ts';
import { until } from '../tests/support/until.ts';

const folder = process.argv[2] ?? join(ROOT, 'docs', 'images');
mkdirSync(folder, { recursive: true });
const gateway = await startGateway();
const browser = await launchBrowser();
try {
  await until('the sample day is played', () => gateway.output().includes('示例播放完毕'));
  for (const [suffix, width, height] of [
    ['', 1440, 900],
    ['-phone', 390, 844],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    await pictures(context, gateway, suffix);
    await context.close();
  }
} finally {
  await browser.close();
  await gateway.remove();
}

async function pictures(
  context: Awaited<ReturnType<typeof browser.newContext>>,
  { url, firstSignIn }: Gateway,
  suffix: string,
) {
  const page = await context.newPage();
  const shoot = async (name: string, path: string | null) => {
    if (path !== null) await page.goto(`${url}${path}`);
    await page.waitForLoadState('load');
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, `${name}${suffix}.png`) });
  };
  await page.goto(suffix === '' ? (firstSignIn ?? url) : url);
  await page.waitForTimeout(1000);
  await shoot('sign-in', null);
  const [name, password] = ['值班长', 'a long password'];
  await page.locator('input').first().fill(name);
  await page.locator('input[type=password]').first().fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForTimeout(1500);
  await shoot('board', '/');
  await shoot('charts', '/charts');
  await shoot('petitions', '/petitions');
  await shoot('quarantine', '/quarantine');
  await shoot('channels', '/channels');
  await shoot('ledger', '/ledger');
  await shoot('users', '/users');
  await shoot('audit', '/audit');
  const ask = <T>(path: string) => page.evaluate((from) => fetch(from).then((response) => response.json() as T), path);
  const { items } = await ask<{ items: { caseId: string; petitions: number }[] }>('/api/desk/cases?limit=200');
  const caseId = items.toSorted((a, b) => b.petitions - a.petitions)[0]?.caseId;
  await shoot('case', `/cases/${caseId}`);
  const petitions = await ask<{ items: { petitionId: string; queryCode: string }[] }>(
    `/api/desk/cases/${caseId}/petitions`,
  );
  await shoot('petition', `/petitions/${petitions.items.at(-1)?.petitionId}`);
  await shoot('submit', '/submit');
  await shoot('query', `/query?code=${petitions.items[0]?.queryCode}`);
}
