import { describe, expect, test } from '@jest/globals';
import { adapterConformance } from '../src/index.ts';
import { setPatience } from '../src/until.ts';
import { BROKEN, brokenSubject } from './broken/index.ts';
import { subject as fileDrop } from './examples/file-drop/subject.ts';
import { subject as paper } from './examples/paper/subject.ts';

// Something is always wrong here, so it would always be waited out.
setPatience(1_500);

/** For each check the first broken adapter that fails it; all of them are in each-broken-adapter.server.test.ts. */
const cases = new Map<string, { check: string; name: string; does: string; says: RegExp }>();
for (const [name, { does, fails }] of Object.entries(BROKEN)) {
  for (const [check, says] of Object.entries(fails)) {
    if (!cases.has(check)) cases.set(check, { check, name, does, says });
  }
}

test('every check of the suite has a broken adapter that fails it', () => {
  const checks = [...adapterConformance(paper), ...adapterConformance(fileDrop)].map(({ name }) => name);
  expect(new Set(cases.keys())).toEqual(new Set(checks));
});

describe('an adapter fails the check', () => {
  test.concurrent.each([...cases.values()])('"$check" that $does', async ({ name, check, says }) => {
    const found = adapterConformance(brokenSubject(name)).find((each) => each.name === check);
    expect(found?.doesNotApply).toBeNull();
    await expect(found?.run()).rejects.toThrow(says);
  });
});
