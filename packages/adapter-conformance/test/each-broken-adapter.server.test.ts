import { describe, expect, test } from '@jest/globals';
import { adapterConformance } from '../src/index.ts';
import { setPatience } from '../src/until.ts';
import { BROKEN, brokenSubject } from './broken/index.ts';

// Not part of the quick loop: it needs no server, but minutes.
setPatience(2_500);

/** These take a process of their own: they are run where they are expected to fail. */
const SLOW = /killed|memory/;

describe('exactly its own checks are failed by an adapter that', () => {
  test.each(Object.entries(BROKEN).map(([name, broken]) => ({ name, ...broken })))(
    '$does',
    async ({ name, fails }) => {
      const said: Record<string, string> = {};
      for (const check of adapterConformance(brokenSubject(name))) {
        if (SLOW.test(check.name) && !fails[check.name]) continue;
        await check.run().catch((error: Error) => {
          said[check.name] = error.message;
        });
      }
      const expected = Object.entries(fails).map(([check, says]) => [check, expect.stringMatching(says)]);
      expect(said).toEqual(Object.fromEntries(expected));
    },
    120_000,
  );
});
