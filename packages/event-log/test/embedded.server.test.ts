import { afterAll, describe, test } from '@jest/globals';
import { conformanceChecks, DEADLINE_MS } from '../src/conformance.ts';
import { embeddedSubject } from './support/embedded-subject.ts';

describe('the embedded log, in the sizes that it promises', () => {
  const subject = embeddedSubject('full');
  afterAll(() => subject.remove());
  for (const { name, run } of conformanceChecks(subject)) test(name, run, 4 * DEADLINE_MS);
});
