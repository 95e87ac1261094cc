import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTelemetry } from '@yihaotong/telemetry';
import express from 'express';
import { httpApp, loadKeys, openPlatform, readSettings, type Service, StartError, takePort } from '../src/index.ts';

const POLICY_FILE = join(import.meta.dirname, '../../../policy/default.yaml');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-host-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('settings', () => {
  test('without any, everything is embedded, local and inside data', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 12345, publicUrl: null });
    expect(settings.eventLogUrl).toBe(`embedded:${settings.dataFolder}/log`);
    expect(settings.keysFolder).toBe(`${settings.dataFolder}-secrets`);
  });

  test('an empty variable is an absent one', () => {
    expect(readSettings({ PORT: '', HOST: '' }).port).toBe(12345);
  });

  test.each([
    ['PORT', 'many'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['TRACES_RATIO', '2'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'bad-setting', values: expect.objectContaining({ name }) }),
    );
  });
});

describe('keys', () => {
  test('are made once, for the owner alone, and are the same afterwards', async () => {
    const made = await loadKeys(folder);
    expect((await loadKeys(folder)).current.key).toEqual(made.current.key);
    expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  test.each(['', '{}', '{"identity":"aaaa","current":{"id":"k","key":"aaaa"},"previous":[]}'])(
    'a damaged file is refused and left as it is: %j',
    async (text) => {
      const path = join(folder, 'keys.json');
      await writeFile(path, text);
      await expect(loadKeys(folder)).rejects.toBeInstanceOf(StartError);
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );
});

describe('the platform', () => {
  const settings = (change: Record<string, string>) =>
    readSettings({ DATA: join(folder, 'data'), POLICY: POLICY_FILE, LOG_LEVEL: 'silent', ...change });
  const given = { publicUrl: 'http://127.0.0.1', now: () => new Date() };

  test.each([
    ['a log that cannot be opened', { EVENT_LOG_URL: 'nats://127.0.0.1' }, 'log'],
    ['a store that cannot be opened', { DOCUMENT_STORE_URL: 'oracle://127.0.0.1' }, 'store'],
    ['a policy that is none', { POLICY: 'nowhere.yaml' }, 'bad-policy'],
  ])('%s leaves nothing open that would keep the process alive', async (_, change, code) => {
    const before = holding();
    await expect(openPlatform('test', settings(change), given)).rejects.toMatchObject({ code });
    expect(holding()).toEqual(before);
  });

  test('an address is named without its password', async () => {
    const opening = openPlatform('test', settings({ DOCUMENT_STORE_URL: 'oracle://root:geheim@db/x' }), given);
    await expect(opening).rejects.toMatchObject({ values: { url: 'oracle://***@db/x' } });
    await expect(opening).rejects.not.toHaveProperty('message', expect.stringContaining('geheim'));
  });
});

/** Timers and watchers that are open; a process ends by itself once there are none. */
function holding(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /Timeout|FSEvent|StatWatcher/.test(name));
}

describe('the door', () => {
  test('a taken port is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(takePort('127.0.0.1', port)).rejects.toMatchObject({
      code: 'port-taken',
      values: { port: String(port) },
    });
    other.close();
  });

  test('says "come again" until it is open, then what the services serve', async () => {
    const door = await takePort('127.0.0.1', 0);
    const at = (path: string) => fetch(`http://127.0.0.1:${door.port}${path}`);
    expect((await at('/healthz')).status).toBe(503);
    let reason: string | null = 'still reading';
    const routes = express.Router().get('/hello', (_request, response) => void response.send('hello'));
    const service: Service = {
      name: 'greeter',
      routes,
      start: async () => {},
      stop: async () => {},
      notReady: () => reason,
    };
    const telemetry = createTelemetry({ service: 'test', logLevel: 'silent', traceUrl: null, traceRatio: 0 });
    door.open(httpApp([service], telemetry));
    expect(await (await at('/hello')).text()).toBe('hello');
    expect((await at('/healthz')).status).toBe(200);
    const unready = await at('/readyz');
    expect([unready.status, await unready.json()]).toEqual([
      503,
      { status: 'not ready', reasons: { greeter: 'still reading' } },
    ]);
    reason = null;
    expect((await at('/readyz')).status).toBe(200);
    expect((await at('/metrics')).headers.get('content-type')).toContain('text/plain');
    await door.close(1000);
    await telemetry.close();
  });
});
