import { expect, jest, test } from '@jest/globals';
import { adapterConformance } from '../src/index.ts';
import { setPatience } from '../src/until.ts';
import { BROKEN, brokenCheck } from './broken/index.ts';
import { subject as fileDrop } from './examples/file-drop/subject.ts';
import { subject as paper } from './examples/paper/subject.ts';
import { runChecks } from './run-checks.ts';

// Something is always wrong here, so it would always be waited out.
setPatience(3_000);
// What the one that prints prints.
jest.spyOn(console, 'debug').mockImplementation(() => {});

/** For each check the first broken adapter that fails it; all of them are in each-broken-adapter.server.test.ts. */
const firstToFail = new Map<string, { adapter: string; says: RegExp }>();
for (const [adapter, { fails }] of Object.entries(BROKEN)) {
  for (const [check, says] of Object.entries(fails)) {
    if (!firstToFail.has(check)) firstToFail.set(check, { adapter, says });
  }
}

test('every check of the suite has a broken adapter that should fail it', () => {
  const checks = [...adapterConformance(paper), ...adapterConformance(fileDrop)].map(({ name }) => name);
  expect(new Set(firstToFail.keys())).toEqual(new Set(checks));
});

test('every check fails on its broken adapter, and says why', async () => {
  const checks = [...firstToFail].map(([name, { adapter }]) => ({ name, check: brokenCheck(adapter, name) }));
  const expected = [...firstToFail].map(([name, { says }]) => [name, expect.stringMatching(says)]);
  expect(await runChecks(checks)).toEqual(Object.fromEntries(expected));
}, 120_000);
