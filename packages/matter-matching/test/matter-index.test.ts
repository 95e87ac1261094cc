import { describe, expect, test } from '@jest/globals';
import { derivedId } from '@yihaotong/petition-event';
import fc from 'fast-check';
import { createMatterIndex } from '../src/matter-index.ts';
import type { MatchInput } from '../src/port.ts';
import { at, DAY, petition, STREAM, WINDOW } from './samples.ts';

const create = () => createMatterIndex({ windowMs: WINDOW });
const byId = (id: string): MatchInput => STREAM.find((sample) => sample.id === id) ?? petition(id, '', '');

describe('a matter index', () => {
  test('gives the first petition a matter of its own', () => {
    expect(create().match(byId('a1'))).toEqual({
      kind: 'new',
      matterId: derivedId('matter', 'a1'),
      of: null,
      score: 0,
      shared: [],
      runnerUp: null,
    });
  });

  test('brings what many citizens report together, and keeps the rest apart', () => {
    const index = create();
    const relations = Object.fromEntries(STREAM.map((input) => [input.id, index.match(input)]));
    expect(relations.a2).toMatchObject({ kind: 'same-matter', matterId: relations.a1?.matterId, of: 'a1' });
    expect(relations.a3).toMatchObject({ kind: 'repeat', matterId: relations.a1?.matterId, of: 'a1' });
    expect(relations.b1?.kind).toBe('new');
    expect(relations.c1?.kind).toBe('new');
  });

  test('explains itself by the place and by phrases that stand in the petition', () => {
    const index = create();
    index.match(byId('a1'));
    const { shared } = index.match(byId('a2'));
    expect(shared[0]).toBe('渡口里小区');
    expect(shared.join(' ')).toContain('打桩');
    const said = byId('a2').title + byId('a2').text;
    for (const phrase of shared) expect(said).toContain(phrase);
  });

  test('names the second best matter, to show how close it was', () => {
    const index = create();
    index.match(byId('a1'));
    index.match(
      petition('x1', '渡口里小区电梯老是停运', '渡口里小区3栋电梯三天两头坏，老人上不了楼。', {
        ...at('渡口里小区'),
        topic: '城乡建设',
      }),
    );
    const relation = index.match(byId('a2'));
    expect(relation.runnerUp?.matterId).toBe(derivedId('matter', 'x1'));
    expect(relation.runnerUp?.score).toBeLessThan(relation.score);
  });

  test('knows a redelivery by its id and does not remember it twice', () => {
    const index = create();
    const first = index.match(byId('a1'));
    expect(index.match(byId('a1'))).toMatchObject({ kind: 'redelivery', matterId: first.matterId, of: 'a1', score: 1 });
    expect(index.size).toBe(1);
  });

  test('takes the same words from the same citizen for a repeat at once, however little they say', () => {
    const index = create();
    const first = index.match(petition('s1', '', '路灯坏了', { citizenKey: 'k' }));
    const again = index.match(petition('s2', '', '路灯坏了！', { citizenKey: 'k' }));
    expect(again).toMatchObject({ kind: 'repeat', matterId: first.matterId, of: 's1' });
  });

  test('does not merge what says too little when another citizen says it', () => {
    const index = create();
    index.match(petition('s1', '', '路灯坏了'));
    expect(index.match(petition('s2', '', '路灯坏了')).kind).toBe('new');
  });

  test('never takes two anonymous petitions for the same citizen', () => {
    const index = create();
    index.match({ ...byId('a1'), citizenKey: null });
    expect(index.match({ ...byId('a2'), citizenKey: null }).kind).toBe('same-matter');
  });

  test('forgets what lies before the window', () => {
    const index = create();
    index.match(byId('a1'));
    const late = index.match({ ...byId('a2'), occurredAt: WINDOW + 2 * DAY });
    expect(late.kind).toBe('new');
    expect(index.size).toBe(1);
  });

  test('decides on a petition from before the window without remembering it', () => {
    const index = create();
    index.match(petition('new', '南屏县石桥村水井干了', '村里水井干了三天。', { occurredAt: 10 * WINDOW }));
    expect(index.match(byId('a1')).kind).toBe('new');
    expect(index.size).toBe(1);
  });
});

// Phrases to make streams of, so that likeness happens.
const phrase = fc.constantFrom(
  '渡口里小区',
  '工地夜间打桩',
  '噪音很大',
  '荷香园车库积水',
  '路灯不亮',
  '12路公交',
  '停水三天',
  '😀',
  ' ',
);
const words = fc.array(phrase, { maxLength: 6 }).map((parts) => parts.join('，'));
const input: fc.Arbitrary<MatchInput> = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map((n) => `p${n}`),
  citizenKey: fc.constantFrom(null, 'k1', 'k2', 'k3', 'k4'),
  title: words,
  text: fc.oneof(words, fc.string({ unit: 'binary', maxLength: 60 })),
  topic: fc.constantFrom('环境保护', '城乡建设'),
  place: fc.record({
    district: fc.constantFrom(null, '临江区', '北湖区'),
    street: fc.constant(null),
    road: fc.constantFrom(null, '望江路'),
    estate: fc.constantFrom(null, '渡口里小区', '荷香园'),
    number: fc.constant(null),
  }),
  occurredAt: fc.integer({ min: 0, max: 3 * WINDOW }),
});

describe('for every stream of petitions', () => {
  test('the same inputs in the same order give the same decisions, also after a rebuild in between', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), fc.nat(), (stream, cut) => {
        const whole = create();
        const decisions = stream.map((item) => whole.match(item));
        const rebuilt = create();
        const until = stream.length === 0 ? 0 : cut % stream.length;
        for (const [i, item] of stream.slice(0, until).entries()) {
          const decision = decisions[i];
          if (decision) rebuilt.restore(item, decision);
        }
        expect(stream.slice(until).map((item) => rebuilt.match(item))).toEqual(decisions.slice(until));
        expect(rebuilt.size).toBe(whole.size);
      }),
      { numRuns: 30 },
    );
  });

  test('a decision names only what was there: an earlier petition, its matter, and a score between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), (stream) => {
        const index = create();
        const matterOf = new Map<string, string>();
        for (const item of stream) {
          const { kind, of, matterId, score, runnerUp } = index.match(item);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          if (kind === 'new') expect([of, matterId]).toEqual([null, derivedId('matter', item.id)]);
          else expect(matterOf.get(of ?? '')).toBe(matterId);
          if (runnerUp) expect([...matterOf.values()]).toContain(runnerUp.matterId);
          if (kind !== 'redelivery') matterOf.set(item.id, matterId);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('memory is bounded by the window: only petitions within it are remembered', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (stream) => {
        const index = create();
        const ordered = stream.toSorted((a, b) => a.occurredAt - b.occurredAt);
        for (const item of ordered) index.match(item);
        const newest = ordered.at(-1)?.occurredAt ?? 0;
        const within = ordered.filter(({ occurredAt }) => occurredAt >= newest - WINDOW);
        expect(index.size).toBeLessThanOrEqual(within.length);
      }),
      { numRuns: 20 },
    );
  });
});

describe('under load', () => {
  test('hundreds of near copies end in one matter, each compared with a bounded number of others', () => {
    let compared = 0;
    const index = createMatterIndex({ windowMs: WINDOW, onMeasured: () => compared++ });
    const kinds = new Set<string>();
    for (let i = 0; i < 300; i++) {
      const text = `渡口里小区东侧工地每晚十一点后还在打桩，噪音很大，第${i}次反映。`;
      const { matterId } = index.match(petition(`n${i}`, '渡口里小区旁工地夜间打桩', text, at('渡口里小区')));
      kinds.add(matterId);
    }
    expect(kinds.size).toBe(1);
    expect(compared).toBeLessThanOrEqual(300 * 40);
  });

  test('a text of a megabyte is read by its head and end', () => {
    const index = create();
    const long = `渡口里小区东侧工地夜间打桩。${'请尽快处理。'.repeat(150_000)}`;
    index.match(petition('long', '渡口里小区旁工地夜间打桩', long, at('渡口里小区')));
    expect(index.match(byId('a2')).kind).toMatch(/same-matter|new/);
  });
});
