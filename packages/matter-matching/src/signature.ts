import type { Background } from './background.ts';
import { createGramTable, type GramTable } from './gram-table.ts';
import { createPlain, eachGram, hashOf, type Plain, plainInto } from './grams.ts';
import type { MatchInput } from './port.ts';

/** N-grams kept of a petition, the heaviest first; the first of them also lead to it. */
export const FEATURES = 64;
export const LEADING = 24;
/** N-grams kept of a title, the rarest first. */
export const TITLE_FEATURES = 24;
/** Steps in which a weight is stored, so that it fits into a byte: the heaviest is about 10 × (1 + ln 300). */
export const WEIGHT_STEPS = 3.6;

/** How much is read, UTF-16 units: all of a title that is one, a text's head and end. */
const TITLE_UNITS = 200;
const HEAD_UNITS = 1_600;
const TAIL_UNITS = 400;
const NAME_UNITS = 100;
/** An n-gram of the title counts as if the text had it twice more. */
const TITLE_COUNT = 2;

/** What is compared of a petition. Lives until the next one is read. */
export interface Signature {
  /** Hashes, the heaviest first, 0 after the last one. */
  features: Uint32Array;
  /** Their weights, in {@link WEIGHT_STEPS}. */
  weights: Uint8Array;
  /** Hashes of the title's n-grams, the rarest first, 0 after the last one. */
  title: Uint32Array;
  /** Length of the vector of weights. */
  norm: number;
  /** Sum of the rareness of the title's n-grams. */
  titleSum: number;
  /** Hashes of names; 0: none. */
  estate: number;
  road: number;
  district: number;
  topic: number;
  /** 53-bit hashes; 0: anonymous, and no text. */
  citizen: number;
  content: number;
  /** Whether it says too little, and not where, to be told from another one like it. */
  vague: boolean;
  /** Weight of each feature and of each title n-gram by hash. */
  lookup: { features: GramTable; title: GramTable };
}

/** Reads petitions, one at a time. */
export interface SignatureReader {
  read(input: MatchInput): Signature;
  /** The petition that was read last, as it was compared: for showing which phrases are shared. */
  readonly last: { title: Plain; text: Plain };
}

/** What an n-gram of a place's name counts beside others: that the place is the same is measured by itself. */
const PLACE_FACTOR = 0.1;

/** Fewer units than this, without a place, say nothing that others would not say about something else. */
const VAGUE_UNITS = 16;

export function createSignatureReader(background: Background): SignatureReader {
  const title = createPlain(TITLE_UNITS);
  const text = createPlain(HEAD_UNITS + TAIL_UNITS);
  const name = createPlain(NAME_UNITS);
  const placeGrams = createGramTable(4 * 2 * NAME_UNITS);
  const counts = createGramTable(2 * (TITLE_UNITS + HEAD_UNITS + TAIL_UNITS));
  const signature: Signature = {
    features: new Uint32Array(FEATURES),
    weights: new Uint8Array(FEATURES),
    title: new Uint32Array(TITLE_FEATURES),
    norm: 0,
    titleSum: 0,
    estate: 0,
    road: 0,
    district: 0,
    topic: 0,
    citizen: 0,
    content: 0,
    vague: false,
    lookup: { features: createGramTable(FEATURES), title: createGramTable(TITLE_FEATURES) },
  };
  const hashName = (text: string | null): number => {
    if (!text) return 0;
    name.length = 0;
    plainInto(text, 0, text.length, name);
    return name.length === 0 ? 0 : hashOf(name);
  };

  const readPlaceGrams = ({ estate, road, street, district }: MatchInput['place']): void => {
    placeGrams.clear();
    for (const part of [estate, road, street, district]) {
      name.length = 0;
      if (part) plainInto(part, 0, part.length, name);
      eachGram(name, (hash) => placeGrams.set(hash, 1));
    }
  };
  const rareness = (hash: number): number => background.idf(hash) * (placeGrams.get(hash) > 0 ? PLACE_FACTOR : 1);

  return {
    last: { title, text },
    read(input) {
      readPlain(input, title, text);
      readPlaceGrams(input.place);
      readTitle(title, rareness, signature);
      readFeatures(title, text, rareness, counts, signature);
      signature.estate = hashName(input.place.estate) % 2 ** 32;
      signature.road = hashName(input.place.road) % 2 ** 32;
      signature.district = hashName(input.place.district) % 2 ** 32;
      signature.topic = hashName(input.topic) % 2 ** 32;
      signature.citizen = hashName(input.citizenKey);
      signature.content = title.length + text.length === 0 ? 0 : hashOf(title, text);
      const somewhere = signature.estate !== 0 || signature.road !== 0;
      signature.vague = !somewhere && title.length + text.length < VAGUE_UNITS;
      return signature;
    },
  };
}

function readPlain(input: MatchInput, title: Plain, text: Plain): void {
  title.length = 0;
  plainInto(input.title, 0, input.title.length, title);
  text.length = 0;
  const { length } = input.text;
  const isLong = length > HEAD_UNITS + TAIL_UNITS;
  plainInto(input.text, 0, isLong ? HEAD_UNITS : length, text);
  if (isLong) plainInto(input.text, length - TAIL_UNITS, length, text);
}

function readTitle(title: Plain, rareness: (hash: number) => number, into: Signature): void {
  const weights = new Map<number, number>();
  eachGram(title, (hash) => weights.set(hash, rareness(hash)));
  const kept = heaviest(weights, TITLE_FEATURES);
  into.title.fill(0);
  into.lookup.title.clear();
  into.titleSum = 0;
  for (const [i, [hash, idf]] of kept.entries()) {
    into.title[i] = hash;
    into.lookup.title.set(hash, idf);
    into.titleSum += idf;
  }
}

function readFeatures(
  title: Plain,
  text: Plain,
  rareness: (hash: number) => number,
  counts: GramTable,
  into: Signature,
): void {
  counts.clear();
  eachGram(title, (hash) => counts.set(hash, TITLE_COUNT));
  eachGram(text, (hash) => counts.set(hash, counts.get(hash) + 1));
  const weights = new Map<number, number>();
  counts.each((hash, count) => weights.set(hash, rareness(hash) * (1 + Math.log(count))));
  into.features.fill(0);
  into.weights.fill(0);
  into.lookup.features.clear();
  let square = 0;
  for (const [i, [hash, weight]] of heaviest(weights, FEATURES).entries()) {
    const stored = Math.min(255, Math.max(1, Math.round(weight * WEIGHT_STEPS)));
    into.features[i] = hash;
    into.weights[i] = stored;
    into.lookup.features.set(hash, stored);
    square += stored * stored;
  }
  into.norm = Math.sqrt(square);
}

/** The heaviest, heaviest first; equal ones by hash, so that the order is always the same. */
function heaviest(weights: ReadonlyMap<number, number>, count: number): [number, number][] {
  return [...weights].toSorted(([a, m], [b, n]) => n - m || a - b).slice(0, count);
}
