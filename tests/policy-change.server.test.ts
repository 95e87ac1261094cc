import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type CaseRow, type Desk, signInFirst } from './support/desk.ts';
import { type Gateway, ROOT, startGateway } from './support/gateway.ts';
import { until } from './support/until.ts';

jest.setTimeout(90_000);

let folder: string;
let policy: string;
let original: string;
let gateway: Gateway;
let desk: Desk;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yihaotong-policy-'));
  policy = join(folder, 'city.yaml');
  original = await readFile(join(ROOT, 'policy', 'default.yaml'), 'utf8');
  await writeFile(policy, original);
  gateway = await startGateway({ args: ['--empty', '--policy', policy] });
  desk = await signInFirst(gateway);
});
afterAll(async () => {
  await gateway?.remove();
  await rm(folder, { recursive: true, force: true });
});

const waterUnit = async () => {
  const { units } = await desk.get<{ units: { id: string; name: string }[] }>('/api/desk/policy');
  return units.find(({ id }) => id === 'water')?.name;
};
const renamed = (name: string) => original.replaceAll('云澜水务集团', name);

test('a change is taken up while the gateway runs, and decides the next petition', async () => {
  expect(await waterUnit()).toBe('云澜水务集团');
  await writeFile(policy, renamed('云澜供水公司'));
  await until('the change is taken up', async () => (await waterUnit()) === '云澜供水公司', 20);
  const { queryCode } = (await (
    await gateway.post({ text: '临江区望江街道停水两天，自来水一滴都没有，请尽快恢复供水。' })
  ).json()) as { queryCode: string };
  const opened = await until(
    'the case',
    async () => (await desk.all<CaseRow>(`/api/desk/cases?q=${queryCode}`))[0] ?? null,
  );
  expect(opened.unit).toEqual({ id: 'water', name: '云澜供水公司' });
});

test('a bad change is refused, with line and remedy, and the policy before it stays', async () => {
  const bad = renamed('云澜供水集团').replace('deskUnit: hotline-desk', 'deskUnit: nobody');
  const line = bad.split('\n').findIndex((text) => text.startsWith('deskUnit:')) + 1;
  await writeFile(policy, bad);
  await until('the refusal is on the log', () => gateway.output().includes(`city.yaml:${line}`), 20);
  expect(gateway.output()).toMatch(new RegExp(`city\\.yaml:${line}: [^\\n]*nobody[^\\n]*`));
  expect(await waterUnit()).toBe('云澜供水公司');
  expect(await (await fetch(`${gateway.url}/metrics`)).text()).toMatch(
    /yihaotong_alarms_total\{[^}]*bad-policy[^}]*\} 1/,
  );
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
});

test('once it is set right it is taken up', async () => {
  await writeFile(policy, renamed('云澜供水集团'));
  await until('the change is taken up', async () => (await waterUnit()) === '云澜供水集团', 20);
});
