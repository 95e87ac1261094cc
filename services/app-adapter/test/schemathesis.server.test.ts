import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getSchemathesis } from '@yihaotong/real-servers';
import { ENV, type Gateway, KEY, startGateway } from './gateway.ts';

let gateway: Gateway;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  gateway = await startGateway({ ...ENV, APP_RATE_LIMIT: '0' });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

/** Runs the command in the empty folder; resolves to its exit code and what it printed. */
async function schemathesis(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(await getSchemathesis(), args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, said: out + err };
}

test('schemathesis finds no request that is answered otherwise than the OpenAPI document says', async () => {
  const { code, said } = await schemathesis(
    'run',
    `${gateway.url}/api/v1/openapi.json`,
    '--max-examples',
    '50',
    '--header',
    `Authorization: Bearer ${KEY}`,
  );
  expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
}, 300_000);
