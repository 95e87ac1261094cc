import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPolicy } from '@yihaotong/hotline-policy';
import { loadClassifier } from '@yihaotong/petition-classifier';
import { createMatterIndex } from '../src/matter-index.ts';
import { MEASURES } from '../src/measure.ts';
import type { MatchInput } from '../src/port.ts';
import { logistic } from '../src/weights.ts';

/** Fits the weights with which matter-matching scores a pair, and prints them. About a minute on one core. */
const WINDOW = 10 * 365 * 24 * 60 * 60 * 1000;
/** Pairs that look alike and must stay apart count so often. */
const CONFUSABLE_COUNT = 4;
const ROUNDS = 600;
const RATE = 0.5;
const SHRINK = 1e-4;

interface Pair {
  measures: Float64Array;
  same: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  const folder = values.data ?? process.env.PETITION_DATA;
  if (!folder) throw new Error('where is the data? Give --data <folder>, or set PETITION_DATA');
  const read = (name: string) => rows(join(folder, 'matters', name));
  const inputs = understood(await read('messages.jsonl'));
  const matterOf = new Map<string, string>();
  for (const row of await read('matters-dev.jsonl')) {
    const uncertain = new Set(row.uncertain_ids as string[]);
    for (const id of row.ids as string[]) if (!uncertain.has(id)) matterOf.set(id, String(row.mid));
  }
  for (const row of await read('singletons-dev.jsonl')) matterOf.set(String(row.id), `single ${String(row.id)}`);
  const confusable = (await read('negatives-dev.jsonl')).map(({ a, b }) => [String(a), String(b)].sort().join(' '));
  const { bias, weights } = fit(pairsOf(inputs, matterOf, new Set(confusable)));
  const named = Object.fromEntries(MEASURES.map((name, k) => [name, Number((weights[k] ?? 0).toFixed(2))]));
  process.stdout.write(`${JSON.stringify({ bias: Number(bias.toFixed(2)), ...named }, null, 2)}\n`);
}

async function rows(path: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function understood(messages: readonly Record<string, unknown>[]): MatchInput[] {
  const understand = loadClassifier();
  const { areas, topics } = loadPolicy(join(import.meta.dirname, '../../../policy/default.yaml'));
  const gazetteer = { areas, topics, unsureBelow: 0 };
  return messages
    .map((row) => {
      const title = String(row.title);
      const text = String(row.text);
      const { topic, place } = understand({ title, text }, gazetteer);
      const occurredAt = momentOf(String(row.time));
      return { id: String(row.id), citizenKey: String(row.user), title, text, topic, place, occurredAt };
    })
    .toSorted((a, b) => a.occurredAt - b.occurredAt);
}

/** "2019/7/19 18:19:54" or with hyphens; which zone does not matter here. */
function momentOf(written: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = written.split(/[^0-9]+/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The comparisons that an index makes which never merges anything, as far as it is known what they are. */
function pairsOf(
  inputs: readonly MatchInput[],
  matterOf: ReadonlyMap<string, string>,
  confusable: ReadonlySet<string>,
): Pair[] {
  const pairs: Pair[] = [];
  const index = createMatterIndex({
    windowMs: WINDOW,
    sameMatterFrom: 2,
    repeatFrom: 2,
    onMeasured(id, candidate, measures) {
      const own = matterOf.get(id);
      const other = matterOf.get(candidate);
      const apart = confusable.has([id, candidate].sort().join(' '));
      if (apart) for (let i = 0; i < CONFUSABLE_COUNT; i++) pairs.push({ measures: measures.slice(), same: false });
      else if (own && other) pairs.push({ measures: measures.slice(), same: own === other });
    },
  });
  for (const input of inputs) index.match(input);
  return pairs;
}

/** Logistic regression by gradient descent with momentum over standardised measures. */
function fit(pairs: readonly Pair[]): { bias: number; weights: number[] } {
  const count = MEASURES.length;
  const mean = MEASURES.map((_, k) => average(pairs, ({ measures }) => measures[k] ?? 0));
  const spread = MEASURES.map((_, k) =>
    Math.sqrt(average(pairs, ({ measures }) => ((measures[k] ?? 0) - (mean[k] ?? 0)) ** 2) + 1e-9),
  );
  const scaled = pairs.map(({ measures, same }) => ({
    same,
    measures: measures.map((value, k) => (value - (mean[k] ?? 0)) / (spread[k] ?? 1)),
  }));
  const weights = new Array<number>(count).fill(0);
  const momentum = new Array<number>(count).fill(0);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Array<number>(count).fill(0);
    const likelihood = logistic(bias, weights);
    let biasGradient = 0;
    for (const { measures, same } of scaled) {
      const error = likelihood(measures) - (same ? 1 : 0);
      biasGradient += error;
      for (let k = 0; k < count; k++) gradient[k] = (gradient[k] ?? 0) + error * (measures[k] ?? 0);
    }
    for (let k = 0; k < count; k++) {
      momentum[k] = 0.9 * (momentum[k] ?? 0) + (gradient[k] ?? 0) / pairs.length + SHRINK * (weights[k] ?? 0);
      weights[k] = (weights[k] ?? 0) - RATE * (momentum[k] ?? 0);
    }
    bias -= (5 * RATE * biasGradient) / pairs.length;
  }
  const unscaled = weights.map((weight, k) => weight / (spread[k] ?? 1));
  return { weights: unscaled, bias: bias - unscaled.reduce((sum, weight, k) => sum + weight * (mean[k] ?? 0), 0) };
}

function average<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / Math.max(items.length, 1);
}

await main();
