import type { BucketList } from './features.ts';
import type { Fields } from './fields.ts';
import { findSigns, SIGN_VALUE, type Signs } from './signs.ts';

/** How much a field counts beside the others: title and body twice the two ends. */
const FIELD_SCALES = [2, 2, 1, 1] as const;
/** The seed under which topics are hashed: one bag for title and body, as the topic data has no titles. */
const TOPIC_SEED = 9;

/** A sparse row of features: buckets or rows, each stretch of them with one value. */
export interface Sink {
  /** `list` may not be kept. */
  add(list: Uint32Array | readonly number[], length: number, value: number): void;
}

/** Features of class and urgency: each field's n-grams apart, and the signs after the buckets. */
export function stanceFeatures(fields: Fields, list: BucketList, bits: number, into: Sink): Signs {
  for (const [i, field] of fields.fields.entries()) {
    list.begin();
    list.addNgrams(field.of, field.from, field.to, field.id);
    if (list.length > 0) into.add(list.buckets, list.length, (FIELD_SCALES[i] ?? 1) / Math.sqrt(list.length));
  }
  const signs = findSigns(fields.titleSource, fields.bodySource);
  const rows = signs.rows.map((row) => 2 ** bits + row);
  if (rows.length > 0) into.add(rows, rows.length, SIGN_VALUE);
  return signs;
}

/** Features of the topic: the n-grams of title and body together. */
export function topicFeatures(fields: Fields, list: BucketList, into: Sink): void {
  list.begin();
  list.addNgrams(fields.title, 0, fields.title.length, TOPIC_SEED);
  list.addNgrams(fields.body, 0, fields.body.length, TOPIC_SEED);
  if (list.length > 0) into.add(list.buckets, list.length, TOPIC_SCALE / Math.sqrt(list.length));
}

const TOPIC_SCALE = 1.2;

/** Where each field's n-grams stand in the hash space, for explaining. */
export const EXPLAINED = { fieldScales: FIELD_SCALES, topicSeed: TOPIC_SEED, topicScale: TOPIC_SCALE } as const;
