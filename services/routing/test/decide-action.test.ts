import { describe, expect, test } from '@jest/globals';
import { answerFor, decideAction } from '../src/decide-action.ts';
import { decidePetition } from '../src/decide-petition.ts';
import type { CaseBody } from '../src/state.ts';
import { answered, corrected } from './support/actions.ts';
import { normalized } from './support/petitions.ts';
import { YUNLAN } from './support/platform.ts';

const EVENT = normalized({ native: 'first', offset: 10 });
const FIRST = decidePetition(EVENT, [], YUNLAN);
const CASE = FIRST.changed as CaseBody;
const ID = CASE.snapshot.caseId;
const at = (offset: number) => ({ source: 'desk.actions/0', offset });

function after(action: Parameters<typeof decideAction>[0], body = CASE, offset = 1): CaseBody {
  const { changed } = decideAction(action, body, at(offset), YUNLAN);
  if (!changed) throw new Error('the action was not taken into account');
  return changed;
}

describe('an answer', () => {
  test('closes the case with its text, its signer and its time', () => {
    const decision = decideAction(answered(ID), CASE, at(1), YUNLAN);
    expect(decision.outputs.cases.map(({ type }) => type)).toEqual(['case.answered']);
    expect(decision.answers).toBe(true);
    expect(decision.changed?.snapshot).toMatchObject({
      state: 'closed',
      version: 2,
      answer: { text: '路灯已修复。', signedBy: '李工', at: '2026-03-03T06:00:00.000Z' },
      closedAt: '2026-03-03T06:00:00.000Z',
    });
  });

  test('is told to a petition with its code, the unit and the signer', () => {
    const petition = FIRST.petition;
    if (!petition) throw new Error('nothing is known of the petition');
    const reply = answerFor({ petitionId: EVENT.subject, petition }, after(answered(ID)), YUNLAN);
    expect(reply?.data).toMatchObject({ kind: 'answer', petitionId: EVENT.subject, caseId: ID });
    for (const part of [petition.queryCode, '市城市管理局', '路灯已修复。', '李工']) {
      expect(reply?.data.text).toContain(part);
    }
    expect(answerFor({ petitionId: EVENT.subject, petition }, CASE, YUNLAN)).toBeNull();
  });

  test('on a closed case is refused, and says since when it is closed', () => {
    const { outputs, changed, answers } = decideAction(answered(ID, '再答', 'a2'), after(answered(ID)), at(2), YUNLAN);
    expect(outputs.cases[0]?.type).toBe('case.refused');
    expect(outputs.cases[0]?.data.change.note).toContain('2026年3月3日 14:00');
    expect(changed?.snapshot).toEqual(after(answered(ID)).snapshot);
    expect(answers).toBe(false);
  });
});

test('an answer longer than its records can carry is refused', () => {
  const { outputs } = decideAction(answered(ID, '长'.repeat(60_000)), CASE, at(1), YUNLAN);
  expect(outputs.cases[0]).toMatchObject({ type: 'case.refused', data: { case: { state: 'open' } } });
});

describe('a correction', () => {
  test('of the topic routes anew and sets the deadline anew from the opening, with the lines that gave them', () => {
    const { snapshot } = after(corrected(ID, { topic: '城乡建设/供水', urgency: 1 }));
    expect(snapshot).toMatchObject({
      unit: { id: 'water' },
      topic: '城乡建设/供水',
      deadline: '2026-03-03T02:00:00.000Z',
      version: 2,
      unsure: false,
    });
    expect(snapshot.explanations.unit.policy).toMatch(/^default\.yaml:\d+$/);
    expect(snapshot.explanations.class.text).toContain('chen');
  });

  test('of the unit alone keeps the deadline, and says who gave the unit', () => {
    const { snapshot } = after(corrected(ID, { unitId: 'linjiang' }));
    expect(snapshot.unit).toEqual({ id: 'linjiang', name: '临江区人民政府' });
    expect(snapshot.explanations.unit).toEqual({ text: '由chen指定承办单位。理由：判断有误', policy: null });
    expect(snapshot.deadline).toBe(CASE.snapshot.deadline);
    expect(snapshot.explanations.class).toEqual(CASE.snapshot.explanations.class);
  });

  test('of the topic leaves a unit that a person gave, however often', () => {
    let body = after(corrected(ID, { unitId: 'linjiang' }));
    body = after(corrected(ID, { topic: '城乡建设/供水' }, 'c2'), body, 2);
    body = after(corrected(ID, { topic: '城乡建设/供电' }, 'c3'), body, 3);
    expect(body.snapshot.unit.id).toBe('linjiang');
    expect(body.snapshot.explanations.unit.text.match(/不随更正改变/g)).toHaveLength(1);
  });

  const refused = [
    { name: 'an unknown unit', fields: { unitId: 'nobody' }, note: 'nobody' },
    { name: 'an unknown topic', fields: { topic: '天文地理' }, note: '天文地理' },
    { name: 'nothing', fields: {}, note: '没有改变任何内容' },
  ];
  test.each(refused)('of $name is refused and leaves the case as it was', ({ fields, note }) => {
    const { outputs, changed } = decideAction(corrected(ID, fields), CASE, at(1), YUNLAN);
    expect(outputs.cases[0]?.type).toBe('case.refused');
    expect(outputs.cases[0]?.data.change.note).toContain(note);
    expect(changed?.snapshot).toEqual(CASE.snapshot);
  });

  test('hides numbers in the reason', () => {
    const { outputs } = decideAction(corrected(ID, { unitId: 'bus', reason: '机主13900001234' }), CASE, at(1), YUNLAN);
    expect(JSON.stringify(outputs)).not.toContain('13900001234');
  });
});

describe('an action seen before', () => {
  const actions = [answered(ID), corrected(ID, { topic: '城乡建设/供水' }), corrected(ID, { unitId: 'nobody' })];
  test.each(actions)('changes nothing and gives its outputs again: $type', (action) => {
    const once = decideAction(action, CASE, at(1), YUNLAN);
    const again = decideAction(action, once.changed ?? CASE, at(1), YUNLAN);
    expect(again).toEqual({ ...once, changed: null });
  });

  test('acts once though the desk wrote it twice, at two places of the log', () => {
    const once = decideAction(answered(ID), CASE, at(1), YUNLAN);
    const copy = decideAction(answered(ID), once.changed ?? CASE, at(2), YUNLAN);
    expect(copy).toEqual({ ...once, changed: null });
  });

  test('so long ago that its outcome is forgotten does nothing at all', () => {
    let body = after(corrected(ID, { unitId: 'bus' }, 'c0'), CASE, 1);
    for (let i = 1; i <= 40; i++) body = after(corrected(ID, { unitId: 'bus' }, `c${i}`), body, 1 + i);
    expect(decideAction(corrected(ID, { unitId: 'gas' }, 'c0'), body, at(1), YUNLAN)).toMatchObject({
      changed: null,
      outputs: { cases: [] },
    });
  });
});
