import { describe, expect, jest, test } from '@jest/globals';
import { adapterConformance } from '../src/index.ts';
import { setPatience } from '../src/until.ts';
import { BROKEN, brokenSubject } from './broken/index.ts';
import { runChecks } from './run-checks.ts';

// Not part of the quick loop: it needs no server, but minutes.
setPatience(6_000);
// What the one that prints prints.
jest.spyOn(console, 'debug').mockImplementation(() => {});

/** These take a process of their own: they are run where they are expected to fail. */
const SLOW = /killed|memory/;

describe('exactly its own checks are failed by an adapter that', () => {
  test.each(Object.entries(BROKEN).map(([name, broken]) => ({ name, ...broken })))(
    '$does',
    async ({ name, fails, sometimes = [] }) => {
      const checks = adapterConformance(brokenSubject(name))
        .filter(({ name: check }) => fails[check] || !(SLOW.test(check) || sometimes.includes(check)))
        .map((check) => ({ name: check.name, check }));
      const expected = Object.entries(fails).map(([check, says]) => [check, expect.stringMatching(says)]);
      expect(await runChecks(checks)).toEqual(Object.fromEntries(expected));
    },
    120_000,
  );
});
