import { FEATURES, LEADING, type Signature, TITLE_FEATURES } from './signature.ts';

/** Petitions are kept in blocks of typed arrays: about 800 bytes each, given back block by block. */
const BLOCK = 512;
const EXTRA_KEYS = 3;
/** What leads to a petition: its heaviest n-grams, its citizen, its estate, its road. */
export const KEYS = LEADING + EXTRA_KEYS;
const SLOTS = 32;
const FEWEST_HEADS = 2 ** 12;

/** A matter with how many of its petitions are remembered. */
export interface Matter {
  id: string;
  members: number;
}

interface Block {
  features: Uint32Array;
  weights: Uint8Array;
  title: Uint32Array;
  /** The keys that are no n-grams. */
  extraKeys: Uint32Array;
  /** For each key: the link before this one in its list; 0: none. */
  before: Float64Array;
  norms: Float32Array;
  titleSums: Float32Array;
  estates: Uint32Array;
  roads: Uint32Array;
  districts: Uint32Array;
  topics: Uint32Array;
  citizens: Float64Array;
  contents: Float64Array;
  times: Float64Array;
  vague: Uint8Array;
  ids: string[];
  matters: Matter[];
}

/** One remembered petition, looked at through its block. */
export interface Entry {
  block: Block;
  at: number;
}

/** The remembered petitions, oldest first, and the lists by key that lead to them. Entry numbers grow and are never reused. */
export interface Store {
  readonly size: number;
  add(id: string, time: number, signature: Signature, matter: Matter): void;
  entry(number: number): Entry;
  numberOf(id: string): number | undefined;
  /** Calls back for entries under a key, newest first, for at most `most` steps along its list. */
  eachUnder(key: number, most: number, call: (number: number) => void): void;
  /** Forgets the oldest entries as long as they are from before `time`. */
  forgetBefore(time: number, onForgotten: (matter: Matter) => void): void;
}

/** The keys of a signature; 0 where there is none. */
export function keysOf(signature: Signature): number[] {
  return [...signature.features.subarray(0, LEADING), ...extraKeysOf(signature)];
}

/** Told apart from n-grams by being odd. */
function extraKeysOf(signature: Signature): [citizen: number, estate: number, road: number] {
  return [
    signature.citizen === 0 ? 0 : ((signature.citizen % 2 ** 32) | 1) >>> 0,
    signature.estate === 0 ? 0 : (Math.imul(signature.estate, 0x9e3779b1) | 1) >>> 0,
    signature.road === 0 ? 0 : (Math.imul(signature.road, 0x85ebca6b) | 1) >>> 0,
  ];
}

function keyAt(block: Block, at: number, i: number): number {
  return (i < LEADING ? block.features[at * FEATURES + i] : block.extraKeys[at * EXTRA_KEYS + i - LEADING]) ?? 0;
}

export function createStore(): Store {
  const blocks = new Map<number, Block>();
  const numbers = new Map<string, number>();
  let first = 0;
  let next = 0;
  // A link is `number * SLOTS + key's place + 1`: a double holds it for as long as anyone lives.
  let heads = new Float64Array(FEWEST_HEADS);

  const blockOf = (number: number): Block => {
    const block = blocks.get(Math.floor(number / BLOCK));
    if (!block) throw new Error(`entry ${number} is not remembered`);
    return block;
  };
  const bucketOf = (key: number): number => (Math.imul(key, 0x2c1b3c6d) >>> 7) & (heads.length - 1);

  /** Puts an entry at the head of each of its keys' lists. */
  const link = (number: number): void => {
    const block = blockOf(number);
    const at = number % BLOCK;
    for (let i = 0; i < KEYS; i++) {
      const key = keyAt(block, at, i);
      if (key === 0) continue;
      const bucket = bucketOf(key);
      block.before[at * KEYS + i] = heads[bucket] ?? 0;
      heads[bucket] = number * SLOTS + i + 1;
    }
  };
  const relink = (size: number): void => {
    heads = new Float64Array(size);
    for (const { before } of blocks.values()) before.fill(0);
    for (let number = first; number < next; number++) link(number);
  };

  return {
    get size() {
      return next - first;
    },
    add(id, time, signature, matter) {
      const at = next % BLOCK;
      if (at === 0 || !blocks.has(Math.floor(next / BLOCK))) blocks.set(Math.floor(next / BLOCK), createBlock());
      write(blockOf(next), at, id, time, signature, matter);
      numbers.set(id, next);
      next++;
      if ((next - first) * KEYS > heads.length * 4) relink(heads.length * 2);
      else link(next - 1);
    },
    entry: (number) => ({ block: blockOf(number), at: number % BLOCK }),
    numberOf: (id) => numbers.get(id),
    eachUnder(key, most, call) {
      let link = heads[bucketOf(key)] ?? 0;
      for (let step = 0; step < most && link > first * SLOTS; step++) {
        const slot = (link - 1) % SLOTS;
        const number = (link - 1 - slot) / SLOTS;
        const block = blockOf(number);
        const at = number % BLOCK;
        // Other keys fall into the same list.
        if (keyAt(block, at, slot) === key) call(number);
        link = block.before[at * KEYS + slot] ?? 0;
      }
    },
    forgetBefore(time, onForgotten) {
      while (first < next) {
        const block = blockOf(first);
        const at = first % BLOCK;
        if ((block.times[at] ?? 0) >= time) return;
        const id = block.ids[at] ?? '';
        if (numbers.get(id) === first) numbers.delete(id);
        const matter = block.matters[at];
        if (matter) onForgotten(matter);
        first++;
        if (first % BLOCK === 0) blocks.delete(first / BLOCK - 1);
      }
    },
  };
}

function write(block: Block, at: number, id: string, time: number, signature: Signature, matter: Matter): void {
  block.features.set(signature.features, at * FEATURES);
  block.weights.set(signature.weights, at * FEATURES);
  block.title.set(signature.title, at * TITLE_FEATURES);
  block.extraKeys.set(extraKeysOf(signature), at * EXTRA_KEYS);
  block.norms[at] = signature.norm;
  block.titleSums[at] = signature.titleSum;
  block.estates[at] = signature.estate;
  block.roads[at] = signature.road;
  block.districts[at] = signature.district;
  block.topics[at] = signature.topic;
  block.citizens[at] = signature.citizen;
  block.contents[at] = signature.content;
  block.times[at] = time;
  block.vague[at] = signature.vague ? 1 : 0;
  block.ids[at] = id;
  block.matters[at] = matter;
}

function createBlock(): Block {
  return {
    features: new Uint32Array(BLOCK * FEATURES),
    weights: new Uint8Array(BLOCK * FEATURES),
    title: new Uint32Array(BLOCK * TITLE_FEATURES),
    extraKeys: new Uint32Array(BLOCK * EXTRA_KEYS),
    before: new Float64Array(BLOCK * KEYS),
    norms: new Float32Array(BLOCK),
    titleSums: new Float32Array(BLOCK),
    estates: new Uint32Array(BLOCK),
    roads: new Uint32Array(BLOCK),
    districts: new Uint32Array(BLOCK),
    topics: new Uint32Array(BLOCK),
    citizens: new Float64Array(BLOCK),
    contents: new Float64Array(BLOCK),
    times: new Float64Array(BLOCK),
    vague: new Uint8Array(BLOCK),
    ids: [],
    matters: [],
  };
}
