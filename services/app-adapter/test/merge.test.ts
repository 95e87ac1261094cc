import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NOTHING_YET, type RequestBody } from '../src/requests/document.ts';
import { withCase, withNormalized, withReceived } from '../src/requests/merge.ts';
import { caseEvent, normalized, received } from './events.ts';

type Step = (body: RequestBody) => RequestBody;

const opened = caseEvent('case.opened', { version: 1 });
const corrected = caseEvent('case.corrected', { version: 3, unit: { id: 'water', name: '市水务局' } });
const answered = caseEvent('case.answered', {
  version: 4,
  unit: { id: 'water', name: '市水务局' },
  state: 'closed',
  answer: { text: '已修复，电话13700001111', signedBy: '王五', at: '2026-03-02T00:00:00Z' },
  closedAt: '2026-03-02T00:00:00Z',
});
const ofCase =
  (event: typeof opened): Step =>
  (body) =>
    withCase(body, event.data.case, event.time);
const steps: Step[] = [
  (body) => withReceived(body, received()),
  (body) => withNormalized(body, normalized()),
  ofCase(opened),
  ofCase(corrected),
  ofCase(answered),
];
const after = (...some: Step[]) => some.reduce((body, step) => step(body), NOTHING_YET);

describe('the document of a petition', () => {
  test('comes out the same whatever the order of its events, and however often they come', () => {
    const whole = after(...steps);
    const some = fc.array(fc.nat(steps.length - 1), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.shuffledSubarray(steps, { minLength: steps.length }), (copies, shuffled) => {
        const more = copies.map((n) => shuffled[n] as Step);
        expect(after(...more, ...shuffled)).toEqual(whole);
        expect(after(...shuffled, ...more)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  test('goes through its states', () => {
    const states = steps.map((_step, n) => after(...steps.slice(0, n + 1)).state);
    expect(states).toEqual(['received', 'understood', 'handling', 'handling', 'answered']);
  });

  test('holds what the case says last: unit, deadline, answer', () => {
    expect(after(...steps)).toMatchObject({
      status: 'closed',
      unit: '市水务局',
      deadline: '2026-03-10T09:00:00.000Z',
      signedBy: '王五',
      caseVersion: 4,
    });
  });

  test('hides numbers in what was said and in what was answered, and keeps no name', () => {
    const text = JSON.stringify(after(...steps));
    expect(text).not.toContain('13700001111');
    expect(text).not.toContain('sealed:');
  });

  test('of a nuisance is set aside, with the reason', () => {
    const invalid = { code: 'nuisance', reason: '短时间内重复来电' };
    const body = after((one) => withNormalized(one, normalized({ invalid })));
    expect(body).toMatchObject({ state: 'set-aside', status: 'closed', setAside: '短时间内重复来电' });
  });

  test('is not touched by a redelivery', () => {
    const first = after(...steps.slice(0, 2));
    expect(withNormalized(first, normalized({ relation: 'redelivery' }))).toBe(first);
    expect(withReceived(first, received('2026-03-05T00:00:00.000Z'))).toBe(first);
  });
});
