import { describe, expect, test } from '@jest/globals';
import { adapterConformance, runConformance } from '../src/index.ts';
import { subject as fileDrop } from './examples/file-drop/subject.ts';
import { subject as paper } from './examples/paper/subject.ts';
import { runChecks } from './run-checks.ts';

describe('a push adapter that is right passes every check', () => runConformance(test, paper));

// The same, side by side in one test, which is quicker.
test('a poll adapter that is right passes every check', async () => {
  const checks = adapterConformance(fileDrop);
  expect(await runChecks(checks.map((check) => ({ name: check.name, check })))).toEqual({});
}, 120_000);
