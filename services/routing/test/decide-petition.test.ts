import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decidePetition } from '../src/decide-petition.ts';
import type { CaseBody } from '../src/state.ts';
import { normalized, type Said } from './support/petitions.ts';
import { YUNLAN } from './support/platform.ts';

function opened(said: Partial<Said> = {}): CaseBody {
  const { changed } = decidePetition(normalized({ native: 'first', offset: 10, matter: 'm', ...said }), [], YUNLAN);
  if (!changed) throw new Error('no case was opened');
  return changed;
}

function closed(body: CaseBody): CaseBody {
  return { ...body, snapshot: { ...body.snapshot, state: 'closed', closedAt: '2026-03-03T06:00:00Z' } };
}

describe('a new petition', () => {
  test('opens a case with the unit and the deadline, each with the policy line that gave it', () => {
    const { snapshot } = opened();
    expect(snapshot).toMatchObject({
      state: 'open',
      version: 1,
      unit: { id: 'urban-management' },
      openedAt: '2026-03-02T02:00:00.000Z',
      // Seven working days after Monday 2 March, at the close of offices (17:30 in Shanghai).
      deadline: '2026-03-11T09:30:00.000Z',
      yellowAt: '2026-03-10T09:30:00.000Z',
      previousCaseId: null,
    });
    expect(snapshot.explanations.unit.policy).toMatch(/^default\.yaml:\d+$/);
    expect(snapshot.explanations.deadline.policy).toMatch(/^default\.yaml:\d+$/);
    expect(snapshot.explanations.class.text).toContain('请修');
  });

  test('gets a receipt with its query code, the unit and the deadline, in its own language', () => {
    const texts = ['zh', 'en-US', 'fr'].map((language) => {
      const event = normalized({ native: 'x', offset: 1, petition: { language, queryCode: 'CODE123456' } });
      return decidePetition(event, [], YUNLAN).outputs.replies[0]?.data.text;
    });
    expect(texts[0]).toContain('查询码 CODE123456');
    expect(texts[0]).toContain('市城市管理局');
    expect(texts[0]).toContain('2026年3月11日 17:30');
    expect(texts[1]).toContain('Code: CODE123456');
    expect(texts[2]).toBe(texts[0]);
  });

  test('shows no number of the citizen in title, summary, explanations or notes', () => {
    const petition = { title: '请回电13900001234', text: '我是13900001234，身份证110101199003071234' };
    const understanding = { evidence: { class: [{ words: '13900001234', weight: 1 }], topic: [], urgency: [] } };
    const event = normalized({ native: 'x', offset: 1, petition, understanding });
    const { outputs, changed } = decidePetition(event, [], YUNLAN);
    expect(JSON.stringify([outputs, changed])).not.toMatch(/13900001234|110101199003071234/);
  });

  test('has a summary of at most 500 characters, cut between characters', () => {
    const event = normalized({ native: 'x', offset: 1, petition: { text: '𠮷'.repeat(900) } });
    const summary = decidePetition(event, [], YUNLAN).changed?.snapshot.summary ?? '';
    expect([...summary]).toHaveLength(500);
    expect(summary.isWellFormed()).toBe(true);
  });

  test('without a title is called by its first sentence', () => {
    const event = normalized({ native: 'x', offset: 1, petition: { title: ' ', text: '井盖坏了。很危险。' } });
    expect(decidePetition(event, [], YUNLAN).changed?.snapshot.title).toBe('井盖坏了');
  });

  test('that only says thanks is a case at the desk, and is thanked', () => {
    const event = normalized({ native: 'x', offset: 1, understanding: { class: 'other', subtype: 'thanks' } });
    const { changed, outputs } = decidePetition(event, [], YUNLAN);
    expect(changed?.snapshot.unit.id).toBe(YUNLAN.deskUnit.id);
    expect(outputs.replies[0]?.data.text).toContain('感谢');
  });
});

describe('one more petition on a matter', () => {
  test('joins the open case and gets a receipt of its own', () => {
    const body = opened();
    const event = normalized({ native: 'second', offset: 11, matter: 'm', kind: 'same-matter' });
    const { changed, outputs, petition } = decidePetition(event, [body], YUNLAN);
    expect(outputs.cases.map(({ type }) => type)).toEqual(['case.joined']);
    expect(changed?.snapshot).toEqual({ ...body.snapshot, version: 2 });
    expect(outputs.replies[0]?.data).toMatchObject({ kind: 'receipt', petitionId: event.subject });
    expect(petition?.caseId).toBe(body.snapshot.caseId);
  });

  test('that is more urgent raises the case and brings its deadline forward, from that petition on', () => {
    const event = normalized({
      native: 'second',
      offset: 11,
      matter: 'm',
      kind: 'same-matter',
      petition: { receivedAt: '2026-03-03T02:00:00Z' },
      understanding: { urgency: 2 },
    });
    const { changed, outputs } = decidePetition(event, [opened()], YUNLAN);
    expect(changed?.snapshot).toMatchObject({ urgency: 2, deadline: '2026-03-03T04:00:00.000Z' });
    expect(changed?.snapshot.explanations.deadline.text).toContain('只提前、不推后');
    expect(outputs.cases[0]?.data.change.note).toContain('特急');
  });

  test('opens the next case when the last one is closed, linked to it', () => {
    const first = closed(opened());
    const event = normalized({ native: 'second', offset: 11, matter: 'm', kind: 'repeat' });
    const { changed, outputs } = decidePetition(event, [first], YUNLAN);
    expect(changed).toMatchObject({ number: 1, snapshot: { previousCaseId: first.snapshot.caseId, version: 1 } });
    expect(outputs.cases[0]?.type).toBe('case.opened');
  });

  test('never makes the deadline later nor the urgency lower, whatever joins', () => {
    const joining = fc.record({
      urgency: fc.constantFrom(0, 1, 2),
      hours: fc.integer({ min: 0, max: 400 }),
      kind: fc.constantFrom('repeat', 'same-matter'),
    });
    fc.assert(
      fc.property(fc.array(joining, { maxLength: 12 }), (all) => {
        let body = opened();
        for (const [i, { urgency, hours, kind }] of all.entries()) {
          const receivedAt = new Date(Date.parse('2026-03-02T02:00:00Z') + hours * 3_600_000).toISOString();
          const said = { native: `n${i}`, offset: 11 + i, matter: 'm', kind, petition: { receivedAt } } as const;
          const { changed } = decidePetition(normalized({ ...said, understanding: { urgency } }), [body], YUNLAN);
          if (!changed) throw new Error('the petition changed nothing');
          expect(changed.snapshot.version).toBe(body.snapshot.version + 1);
          expect(changed.snapshot.urgency).toBeGreaterThanOrEqual(body.snapshot.urgency);
          expect(Date.parse(changed.snapshot.deadline)).toBeLessThanOrEqual(Date.parse(body.snapshot.deadline));
          body = changed;
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what was seen before', () => {
  test('changes nothing and gives the same outputs again, under the same ids', () => {
    const event = normalized({ native: 'first', offset: 10, matter: 'm' });
    const once = decidePetition(event, [], YUNLAN);
    const again = decidePetition(event, once.changed ? [once.changed] : [], YUNLAN);
    expect(again).toEqual({ ...once, changed: null });
  });

  test('belongs to the case that it was taken into, though that is closed and another one is open', () => {
    const event = normalized({ native: 'first', offset: 10, matter: 'm' });
    const first = closed(opened());
    const next = decidePetition(
      normalized({ native: 'second', offset: 11, matter: 'm', kind: 'repeat' }),
      [first],
      YUNLAN,
    );
    const again = decidePetition(event, next.changed ? [first, next.changed] : [], YUNLAN);
    expect(again.changed).toBeNull();
    expect(again.petition?.caseId).toBe(first.snapshot.caseId);
  });

  test('as a redelivery by its channel: neither a change nor a second receipt', () => {
    const event = normalized({ native: 'first', offset: 12, matter: 'm', kind: 'redelivery' });
    expect(decidePetition(event, [opened()], YUNLAN)).toEqual({
      changed: null,
      outputs: { cases: [], replies: [] },
      petition: null,
    });
  });
});

describe('nuisance', () => {
  const event = normalized({ native: 'n', offset: 1, invalid: { code: 'too-many', reason: '30 分钟内第 6 次' } });

  test('opens no case and is told so politely', () => {
    const { changed, outputs, petition } = decidePetition(event, [], YUNLAN);
    expect([changed, petition, outputs.cases]).toEqual([null, null, []]);
    expect(outputs.replies).toHaveLength(1);
    expect(outputs.replies[0]?.data).toMatchObject({ kind: 'receipt', caseId: null });
  });

  test('gets no notice where the policy wants none', () => {
    const silent = { ...YUNLAN, nuisance: { ...YUNLAN.nuisance, notice: false } };
    expect(decidePetition(event, [], silent).outputs.replies).toEqual([]);
  });
});
