import { PETITION_CLASSES } from '@yihaotong/petition-event';
import { createBucketList } from '../src/features.ts';
import { createReader, MOST_CODES } from '../src/fields.ts';
import { type Sink, stanceFeatures, topicFeatures } from '../src/linear.ts';
import type { Labelled, TopicRow } from './data.ts';
import type { Example } from './fit.ts';

const CLASSES = PETITION_CLASSES.length;
/** What the second defensible label takes of the target. */
const ALT_SHARE = 0.2;
/** Rare classes count more, by the root of how much rarer they are, at most so much. */
const MOST_CLASS_WEIGHT = 6;
/** Urgent ones are one in fourteen and most urgent ones one in three hundred. */
const URGENT_WEIGHT = 6;
const MOST_URGENT_WEIGHT = 10;

/** Examples of class and urgency, in the order of the rows. */
export function stanceExamples(rows: readonly Labelled[], bits: number): Example[] {
  const features = createExtractor(bits);
  const classWeights = rareness(rows);
  return rows.map((row) => ({
    ...features.stance(row.title, row.text),
    targets: targetsOf(row),
    weights: weightsOf(row, classWeights),
  }));
}

/** Examples of topics, in the order of the rows. */
export function topicExamples(rows: readonly TopicRow[], topics: readonly string[], bits: number): Example[] {
  const features = createExtractor(bits);
  return rows.map((row) => {
    const targets = new Float64Array(topics.length);
    targets[topics.indexOf(row.topic)] = 1;
    return { ...features.topic(row.text), targets, weights: new Float64Array(topics.length).fill(1) };
  });
}

function targetsOf(row: Labelled): Float64Array {
  const targets = new Float64Array(CLASSES + 2);
  const alt = row.alt ? PETITION_CLASSES.indexOf(row.alt) : -1;
  targets[PETITION_CLASSES.indexOf(row.label)] = alt < 0 ? 1 : 1 - ALT_SHARE;
  if (alt >= 0) targets[alt] = (targets[alt] ?? 0) + ALT_SHARE;
  targets[CLASSES] = (row.urgency ?? 0) >= 1 ? 1 : 0;
  targets[CLASSES + 1] = (row.urgency ?? 0) >= 2 ? 1 : 0;
  return targets;
}

function weightsOf(row: Labelled, classWeights: readonly number[]): Float64Array {
  const weights = new Float64Array(CLASSES + 2);
  weights.fill(row.weight * (classWeights[PETITION_CLASSES.indexOf(row.label)] ?? 1), 0, CLASSES);
  if (row.urgency === null) return weights;
  weights[CLASSES] = row.urgency >= 1 ? URGENT_WEIGHT : 1;
  weights[CLASSES + 1] = row.urgency >= 2 ? MOST_URGENT_WEIGHT : 1;
  return weights;
}

function rareness(rows: readonly Labelled[]): number[] {
  const counts = PETITION_CLASSES.map((name) =>
    rows.reduce((sum, row) => sum + (row.label === name ? row.weight : 0), 0),
  );
  const fair = counts.reduce((a, b) => a + b, 0) / CLASSES;
  return counts.map((count) => Math.min(MOST_CLASS_WEIGHT, Math.sqrt(fair / Math.max(count, 1))));
}

type Features = Pick<Example, 'buckets' | 'values'>;

function createExtractor(bits: number) {
  const reader = createReader();
  const list = createBucketList(bits, MOST_CODES);
  return {
    stance: (title: string, text: string): Features =>
      collect((sink) => stanceFeatures(reader.read(title, text), list, bits, sink)),
    topic: (text: string): Features => collect((sink) => topicFeatures(reader.read('', text), list, sink)),
  };
}

function collect(give: (sink: Sink) => void): Features {
  const buckets: number[] = [];
  const values: number[] = [];
  give({
    add(list, length, value) {
      for (let i = 0; i < length; i++) {
        buckets.push(list[i] ?? 0);
        values.push(value);
      }
    },
  });
  return { buckets: Uint32Array.from(buckets), values: Float32Array.from(values) };
}
