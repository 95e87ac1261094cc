import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fixedPolicy, loadPolicy, PolicyError, type PolicySource, watchPolicy } from '../src/index.ts';
import { DEFAULT_TEXT, POLICY_FOLDER } from './support.ts';

let folder: string;
let path: string;
let source: PolicySource | undefined;
let problems: PolicyError[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-'));
  path = join(folder, 'city.yaml');
  problems = [];
  await writeFile(path, DEFAULT_TEXT);
});

afterEach(async () => {
  source?.close();
  source = undefined;
  await rm(folder, { recursive: true, force: true });
});

function watchIt(): PolicySource {
  source = watchPolicy(path, (problem) => problems.push(problem), { settleMs: 20, pollMs: 50 });
  return source;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const WINDOW_90 = DEFAULT_TEXT.replace('matterWindowDays: 60', 'matterWindowDays: 90');
const BROKEN = DEFAULT_TEXT.replace('deskUnit: hotline-desk', 'deskUnit: nobody');

describe('a policy that is watched', () => {
  test('takes up a changed file, also one that replaced the old file', async () => {
    const watched = watchIt();
    expect(watched.current().matterWindowDays).toBe(60);
    await writeFile(path, WINDOW_90);
    await until(() => watched.current().matterWindowDays === 90);
    // Written in place it may be seen half written, which is reported and mended by itself; replaced it may not.
    problems.length = 0;
    await writeFile(`${path}.new`, DEFAULT_TEXT);
    await rename(`${path}.new`, path);
    await until(() => watched.current().matterWindowDays === 60);
    expect(problems).toEqual([]);
  });

  test('keeps the old policy when the new one is bad, says why once, and takes up the next good one', async () => {
    const watched = watchIt();
    const before = watched.current();
    await writeFile(path, BROKEN);
    await until(() => problems.length > 0);
    expect(watched.current()).toBe(before);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('unknown unit "nobody"')]);
    await writeFile(path, WINDOW_90);
    await until(() => watched.current().matterWindowDays === 90);
  });

  test('keeps the policy while the file is away, says so once, and goes on when it is back', async () => {
    const watched = watchIt();
    await rm(path);
    await until(() => problems.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('there is no such file')]);
    expect(watched.current().matterWindowDays).toBe(60);
    await writeFile(path, WINDOW_90);
    await until(() => watched.current().matterWindowDays === 90);
  });

  test('does not start with a bad file', async () => {
    await writeFile(path, BROKEN);
    expect(() => watchIt()).toThrow(PolicyError);
  });
});

test('a fixed policy stays', () => {
  const policy = loadPolicy(join(POLICY_FOLDER, 'default.yaml'));
  const fixed = fixedPolicy(policy);
  expect(fixed.current()).toBe(policy);
  fixed.close();
});

test('a file that is not there is named', () => {
  expect(() => loadPolicy('/nowhere/city.yaml')).toThrow('/nowhere/city.yaml: there is no such file: name a readable');
});
