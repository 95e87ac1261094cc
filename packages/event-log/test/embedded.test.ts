import { afterAll, describe, test } from '@jest/globals';
import { conformanceChecks, DEADLINE_MS } from '../src/conformance.ts';
import { embeddedSubject } from './support/embedded-subject.ts';

describe('the embedded log, in small sizes', () => {
  const subject = embeddedSubject('quick');
  afterAll(() => subject.remove());
  for (const { name, run } of conformanceChecks(subject)) test(name, run, 2 * DEADLINE_MS);
});
