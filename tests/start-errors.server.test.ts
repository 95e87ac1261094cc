import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { failedStart, ROOT, startGateway } from './support/gateway.ts';

jest.setTimeout(90_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yihaotong-system-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A stack trace is no message for people. */
const STACK = /\n\s+at \S/;

test('a taken port is named, with what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, output } = await failedStart(['--port', String(port), '--data', join(folder, 'taken'), '--empty']);
  await new Promise((resolve) => other.close(resolve));
  expect(code).toBe(1);
  expect(output).toContain(String(port));
  expect(output).toContain('--port');
  expect(output).not.toMatch(STACK);
});

describe.each([
  ['with a key of its own', {}],
  ['with a key that it has to make', { APP_API_KEYS: '' }],
])('%s', (_name, env) => {
  test('a file in the place of the data folder is named, with what to do', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'something else');
    const { code, output } = await failedStart(['--port', '0', '--data', file, '--empty'], env);
    expect(code).toBe(1);
    expect(output).toContain(file);
    expect(output).toContain('--data');
    expect(output).not.toMatch(STACK);
  });

  test('a data folder that cannot be made is named, with what to do', async () => {
    const parent = join(folder, 'closed');
    await writeFile(parent, 'a file, in which there is no folder');
    const path = join(parent, 'data');
    const { code, output } = await failedStart(['--port', '0', '--data', path, '--empty'], env);
    expect(code).toBe(1);
    expect(output).toContain(parent);
    expect(output).not.toMatch(STACK);
  });
});

test('keys that are torn are not replaced, and named', async () => {
  const keys = await mkdtemp(join(folder, 'keys-'));
  await writeFile(join(keys, 'keys.json'), '{"identity": "half');
  await chmod(join(keys, 'keys.json'), 0o600);
  const { code, output } = await failedStart(['--port', '0', '--data', join(folder, 'data'), '--empty'], {
    SEAL_KEYS: keys,
  });
  expect(code).toBe(1);
  expect(output).toContain(join(keys, 'keys.json'));
  expect(output).not.toMatch(STACK);
});

test('a bad policy file is named with its line and the remedy', async () => {
  const policy = join(folder, 'policy.yaml');
  const text = await readFile(join(ROOT, 'policy', 'default.yaml'), 'utf8');
  await writeFile(policy, text.replace('timeZone: Asia/Shanghai', 'timeZone: Mars/Olympus'));
  const line = text.split('\n').findIndex((one) => one.includes('timeZone:')) + 1;
  const args = ['--port', '0', '--data', join(folder, 'data'), '--policy', policy, '--empty'];
  const { code, output } = await failedStart(args);
  expect(code).toBe(1);
  // File and line, what is wrong, and what to do.
  expect(output).toMatch(new RegExp(`policy\\.yaml:${line}: [^\\n]*Mars/Olympus[^\\n]*: \\S`));
  expect(output).not.toMatch(STACK);
});

test.each([
  { args: ['--prot', '1'], names: '--prot' },
  { args: ['--port', 'eleven'], names: 'PORT' },
  { args: ['--port', '70000'], names: 'PORT' },
  { args: ['--policy', join(tmpdir(), 'no-such-policy.yaml')], names: 'no-such-policy.yaml' },
])('$args is refused by name', async ({ args, names }) => {
  const { code, output } = await failedStart(['--data', join(folder, 'data'), '--empty', ...args]);
  expect(code).toBe(1);
  expect(output).toContain(names);
  expect(output).not.toMatch(STACK);
});

test('a channel setting that cannot be right is named, and the gateway runs without the channel', async () => {
  const gateway = await startGateway({ args: ['--empty'], env: { APP_WEBHOOKS: 'no-address' } });
  const answer = await gateway.post({ text: '路灯坏了' });
  await gateway.remove();
  expect(gateway.output()).toMatch(/未配置.*APP_WEBHOOKS/);
  expect(answer.status).toBe(404);
});
