import type { Evidence } from '@yihaotong/petition-event';
import { eachNgram, MAX_N } from './features.ts';
import { type Fields, MOST_CODES } from './fields.ts';
import { type Folded, PLACE_CODE } from './fold.ts';
import { EXPLAINED } from './linear.ts';
import type { Table } from './model-file.ts';

/** Most phrases given for one decision. */
const MOST_PHRASES = 3;
const LONGEST_PHRASE = 10;
/** A phrase reaches as far as its characters weigh this share of the strongest one. */
const EDGE_SHARE = 0.3;
const BREAKS = new Set([PLACE_CODE, 0x2c, 0x3002, 0x22, 0x21, 0x3f, 0x30]);

/** How much each output counts for the decision that is explained; one number for each output of the table. */
export type Contrast = readonly number[];

/**
 * Shows which phrases of the text spoke for decisions. Every n-gram's part in a decision is laid on the characters that it
 * covers; where the sum stands out, there is a phrase.
 */
export interface Explainer {
  stance(fields: Fields, contrast: Contrast): Evidence[];
  topic(fields: Fields, contrast: Contrast): Evidence[];
}

export function createExplainer(stance: Table, topic: Table): Explainer {
  const title = new Float64Array(MOST_CODES);
  const body = new Float64Array(MOST_CODES);
  const phrases = (fields: Fields): Evidence[] =>
    strongest([
      ...phrasesIn(title, fields.title, fields.titleSource),
      ...phrasesIn(body, fields.body, fields.bodySource),
    ]);
  const begin = (fields: Fields) => {
    title.fill(0, 0, fields.title.length);
    body.fill(0, 0, fields.body.length);
  };
  return {
    stance(fields, contrast) {
      begin(fields);
      for (const [i, { id, of, from, to }] of fields.fields.entries()) {
        const scale = EXPLAINED.fieldScales[i] ?? 1;
        heat(stance, contrast, { of, from, to, seed: id, scale }, of === fields.title ? title : body);
      }
      return phrases(fields);
    },
    topic(fields, contrast) {
      begin(fields);
      const shared = { seed: EXPLAINED.topicSeed, scale: EXPLAINED.topicScale, from: 0 };
      heat(topic, contrast, { ...shared, of: fields.title, to: fields.title.length }, title);
      heat(topic, contrast, { ...shared, of: fields.body, to: fields.body.length }, body);
      return phrases(fields);
    },
  };
}

interface Stretch {
  of: Folded;
  from: number;
  to: number;
  seed: number;
  scale: number;
}

function heat(table: Table, contrast: Contrast, stretch: Stretch, into: Float64Array): void {
  const { of, from, to, seed } = stretch;
  if (to <= from) return;
  const { outputs, weights } = table;
  const value = stretch.scale / Math.sqrt((to - from) * MAX_N);
  const concerned = Uint8Array.from([...contrast.keys()].filter((k) => contrast[k] !== 0));
  const factors = Float64Array.from(concerned, (k) => (contrast[k] ?? 0) * (table.scales[k] ?? 0) * value);
  eachNgram(of, from, to, seed, table.bits, (bucket, start, n) => {
    let part = 0;
    for (let i = 0; i < factors.length; i++) {
      part += (weights[bucket * outputs + (concerned[i] ?? 0)] ?? 0) * (factors[i] ?? 0);
    }
    const share = part / n;
    const end = Math.min(start + n, to);
    for (let at = Math.max(start, from); at < end; at++) into[at] = (into[at] ?? 0) + share;
  });
}

function phrasesIn(heat: Float64Array, folded: Folded, source: string): Evidence[] {
  let top = 0;
  for (let at = 0; at < folded.length; at++) top = Math.max(top, heat[at] ?? 0);
  if (top <= 0) return [];
  const phrases: Evidence[] = [];
  const warm = (at: number) => (heat[at] ?? 0) >= top * EDGE_SHARE && !BREAKS.has(folded.codes[at] ?? 0);
  for (let from = 0; from < folded.length; from++) {
    if (!warm(from)) continue;
    let to = from + 1;
    while (to < folded.length && to - from < LONGEST_PHRASE && warm(to)) to++;
    const phrase = widen(from, to, folded);
    phrases.push({ words: sourceOf(phrase, folded, source), weight: round(sumOf(heat, from, to)) });
    from = to - 1;
  }
  return phrases;
}

/** One character alone says little to a reader: its neighbour comes along. */
function widen(from: number, to: number, folded: Folded): [number, number] {
  if (to - from > 1) return [from, to];
  if (to < folded.length && !BREAKS.has(folded.codes[to] ?? 0)) return [from, to + 1];
  if (from > 0 && !BREAKS.has(folded.codes[from - 1] ?? 0)) return [from - 1, to];
  return [from, to];
}

/** The phrase as it stands in the text; never half of a surrogate pair. */
function sourceOf([from, to]: [number, number], folded: Folded, source: string): string {
  let start = folded.positions[from] ?? 0;
  let end = (folded.positions[to - 1] ?? 0) + 1;
  if (isLow(source.charCodeAt(start)) && isHigh(source.charCodeAt(start - 1))) start--;
  if (isHigh(source.charCodeAt(end - 1)) && isLow(source.charCodeAt(end))) end++;
  return source.slice(start, Math.min(end, start + LONGEST_PHRASE * 4));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function sumOf(heat: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += heat[at] ?? 0;
  return sum;
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

/** The strongest phrases, each once: one that is part of a stronger one is left out. */
export function strongest(phrases: readonly Evidence[]): Evidence[] {
  const kept: Evidence[] = [];
  for (const phrase of phrases.toSorted((a, b) => b.weight - a.weight)) {
    if (kept.length === MOST_PHRASES) break;
    if (phrase.weight <= 0 || kept.some(({ words }) => words.includes(phrase.words))) continue;
    kept.push(phrase);
  }
  return kept;
}
