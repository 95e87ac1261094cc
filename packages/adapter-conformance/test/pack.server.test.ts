import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pack } from '../../../tools/pack.ts';

// Not part of the quick loop: it asks the npm registry for what the packages stand on.
const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL('../../', import.meta.url));
const PAPER = fileURLToPath(new URL('./examples/paper/', import.meta.url));

/** Where each import of the example stands for somebody who installed the packages. */
const INSTALLED: Readonly<Record<string, string>> = {
  '../src/index.ts': '@yihaotong/adapter-kit',
  '../../../../adapter-kit/example/paper-adapter.ts': './paper-adapter.js',
  '../../../src/index.ts': '@yihaotong/adapter-conformance',
};

const ONE_LINE = `
import test from 'node:test';
import { runConformance } from '@yihaotong/adapter-conformance';
import { subject } from './subject.js';

runConformance(test, subject);
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outsider-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an outsider installs both packages in an empty folder and runs the suite over an adapter in plain JavaScript', async () => {
  const { kit, conformance } = await pack(join(folder, 'tarballs'));
  await writeFile(join(folder, 'package.json'), '{"name":"outsider","private":true,"type":"module"}');
  await inFolder('npm', 'install', '--no-audit', '--no-fund', kit, conformance, 'zod@4.6.7');
  await plain(join(PACKAGES, 'adapter-kit/example/paper-adapter.ts'), 'paper-adapter.js');
  await plain(join(PAPER, 'subject.ts'), 'subject.js');
  await cp(join(PAPER, 'fixtures'), join(folder, 'fixtures'), { recursive: true });
  await writeFile(join(folder, 'paper.test.js'), ONE_LINE);

  const { stdout } = await inFolder(process.execPath, '--test', '--test-reporter=tap', 'paper.test.js').catch(failed);
  expect(stdout).toMatch(/# pass 3\d/);
  expect(stdout).toMatch(/# fail 0/);
  expect(stdout).toMatch(/does not apply: a push channel keeps no cursor/);
}, 300_000);

/** Which checks failed, and what they said: the exit code alone would not help anybody. */
function failed({ message, stdout = '' }: Error & { stdout?: string }): never {
  const said = stdout.split('\n').filter((line) => /^\s*not ok|^\s*error:|still not so/.test(line));
  throw new Error([message, ...said].join('\n'));
}

async function plain(source: string, name: string): Promise<void> {
  let code = stripTypeScriptTypes(await readFile(source, 'utf8'));
  for (const [here, there] of Object.entries(INSTALLED)) code = code.replaceAll(`'${here}'`, `'${there}'`);
  await writeFile(join(folder, name), code);
}

/** As in a shell of the outsider's: nothing of this test's own settings. */
function inFolder(command: string, ...words: string[]) {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  return run(command, words, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
}
