import { describe, expect, test } from '@jest/globals';
import { adapterConformance } from '../src/index.ts';
import { setPatience } from '../src/until.ts';
import { BROKEN, brokenSubject } from './broken/index.ts';
import { runChecks } from './run-checks.ts';

// Not part of the quick loop: it needs no server, but minutes.
setPatience(2_500);

/** These take a process of their own: they are run where they are expected to fail. */
const SLOW = /killed|memory/;

describe('exactly its own checks are failed by an adapter that', () => {
  test.each(Object.entries(BROKEN).map(([name, broken]) => ({ name, ...broken })))(
    '$does',
    async ({ name, fails }) => {
      const checks = adapterConformance(brokenSubject(name))
        .filter((check) => !SLOW.test(check.name) || fails[check.name])
        .map((check) => ({ name: check.name, check }));
      const expected = Object.entries(fails).map(([check, says]) => [check, expect.stringMatching(says)]);
      expect(await runChecks(checks)).toEqual(Object.fromEntries(expected));
    },
    120_000,
  );
});
