import { derivedId, type Relation } from '@yihaotong/petition-event';
import type { Background } from './background.ts';
import { candidatesFor } from './candidates.ts';
import { loadBackground } from './load.ts';
import { MEASURES, measure } from './measure.ts';
import type { MatchInput, MatterIndex } from './port.ts';
import { sharedWith } from './shared.ts';
import { createSignatureReader, type Signature } from './signature.ts';
import { createStore, type Matter } from './store.ts';
import { shippedLikelihood } from './weights.ts';

export interface MatterIndexOptions {
  /** How long a petition is remembered, milliseconds of `occurredAt` before the newest one. */
  windowMs: number;
  /** How common n-grams are; what comes with the package when absent. */
  background?: Background;
  /** From this score on another citizen's petition is about the same matter. */
  sameMatterFrom?: number;
  /** From this score on the same citizen's petition is a repeat. */
  repeatFrom?: number;
  /** Most remembered petitions that one is compared with. */
  mostCandidates?: number;
  /** How likely two petitions are about one matter, by their measures; the shipped weights when absent. */
  likelihood?: (measures: Float64Array) => number;
  /** Sees every comparison: for training and for tests. */
  onMeasured?: (id: string, candidate: string, measures: Float64Array) => void;
}

const SAME_MATTER_FROM = 0.55;
const REPEAT_FROM = 0.4;
const MOST_CANDIDATES = 40;
/** A matter's score is the mean of its best links, so that one accidental likeness does not draw a petition in. */
const LINKS = 3;

/** From this cosine on two petitions have words in common beside the names of places. */
const WORDS_IN_COMMON = 0.04;
const SAME_TOPIC = MEASURES.indexOf('sameTopic');

interface Link {
  number: number;
  score: number;
  ownCitizen: boolean;
}

/**
 * Makes an empty index. Cost per petition is bounded, memory is about 1 KB for each remembered one. Pure: decisions depend on
 * what was matched and restored before, in that order, and on nothing else.
 */
export function createMatterIndex(options: MatterIndexOptions): MatterIndex {
  const { windowMs, background = loadBackground() } = options;
  const sameMatterFrom = options.sameMatterFrom ?? SAME_MATTER_FROM;
  const repeatFrom = options.repeatFrom ?? REPEAT_FROM;
  const likelihood = options.likelihood ?? shippedLikelihood;
  const reader = createSignatureReader(background);
  const store = createStore();
  const matters = new Map<string, Matter>();
  const measures = new Float64Array(MEASURES.length);
  let newest = Number.NEGATIVE_INFINITY;

  const forget = (matter: Matter): void => {
    matter.members--;
    if (matter.members === 0) matters.delete(matter.id);
  };
  const advance = (time: number): void => {
    newest = Math.max(newest, time);
    store.forgetBefore(newest - windowMs, forget);
  };
  const remember = (input: MatchInput, signature: Signature, matterId: string): void => {
    if (input.occurredAt < newest - windowMs) return;
    const matter = matters.get(matterId) ?? { id: matterId, members: 0 };
    matters.set(matterId, matter);
    matter.members++;
    store.add(input.id, input.occurredAt, signature, matter);
  };
  const isRemembered = (number: number): boolean => {
    const { block, at } = store.entry(number);
    return (block.times[at] ?? 0) >= newest - windowMs;
  };

  /** Links to remembered petitions, by matter, best first. */
  const linksOf = (input: MatchInput, signature: Signature): Map<Matter, Link[]> => {
    const links = new Map<Matter, Link[]>();
    for (const number of candidatesFor(signature, store, background, options.mostCandidates ?? MOST_CANDIDATES)) {
      if (!isRemembered(number)) continue;
      const entry = store.entry(number);
      const { block, at } = entry;
      const matter = block.matters[at];
      if (!matter) continue;
      measure(signature, input.occurredAt, entry, background, measures);
      options.onMeasured?.(input.id, block.ids[at] ?? '', measures);
      const ownCitizen = signature.citizen !== 0 && signature.citizen === block.citizens[at];
      const link = { number, ownCitizen, score: scoreOf(signature, block.vague[at] === 1, ownCitizen) };
      if (ownCitizen && signature.content !== 0 && signature.content === block.contents[at]) link.score = 1;
      links.set(matter, [...(links.get(matter) ?? []), link]);
    }
    for (const [matter, some] of links)
      links.set(
        matter,
        some.toSorted((a, b) => b.score - a.score || b.number - a.number),
      );
    return links;
  };
  /**
   * What says too little to be told from others is never another citizen's matter; and of two problems in one place that
   * have neither words nor topic in common, the place alone does not make one.
   */
  const scoreOf = (signature: Signature, otherVague: boolean, ownCitizen: boolean): number => {
    if (!ownCitizen && (signature.vague || otherVague)) return 0;
    const [cosine = 0] = measures;
    const sameTopic = (measures[SAME_TOPIC] ?? 0) > 0;
    return likelihood(measures) * (sameTopic ? 1 : Math.min(1, cosine / WORDS_IN_COMMON));
  };

  const decide = (input: MatchInput, signature: Signature): Relation => {
    const ranked = [...linksOf(input, signature)]
      .map(rank)
      .toSorted((a, b) => b.score - a.score || b.newest - a.newest);
    const chosen = ranked.find(({ score, own }) => score >= (own ? repeatFrom : sameMatterFrom));
    const other = ranked.find((candidate) => candidate !== chosen);
    const runnerUp = other && other.score > 0 ? { matterId: other.matter.id, score: round(other.score) } : null;
    if (!chosen) return { ...newMatter(input.id), runnerUp };
    const of = store.entry((chosen.own ?? chosen.best).number);
    return {
      kind: chosen.own ? 'repeat' : 'same-matter',
      matterId: chosen.matter.id,
      of: of.block.ids[of.at] ?? '',
      score: round(chosen.score),
      shared: sharedWith(input, signature, reader.last, of, background.idf),
      runnerUp,
    };
  };

  return {
    get size() {
      return store.size;
    },
    match(input) {
      advance(input.occurredAt);
      const earlier = store.numberOf(input.id);
      if (earlier !== undefined)
        return redelivery(input.id, store.entry(earlier).block.matters[store.entry(earlier).at]);
      const signature = reader.read(input);
      const relation = decide(input, signature);
      remember(input, signature, relation.matterId);
      return relation;
    },
    restore(input, relation) {
      advance(input.occurredAt);
      if (relation.kind === 'redelivery' || store.numberOf(input.id) !== undefined) return;
      remember(input, reader.read(input), relation.matterId);
    },
  };
}

/** A citizen's own earlier petition counts by itself: that is what a repeat is recognised by. */
function rank([matter, links]: [Matter, Link[]]) {
  const best = links[0] ?? { number: 0, score: 0, ownCitizen: false };
  const own = links.find(({ ownCitizen }) => ownCitizen);
  const counted = links.slice(0, Math.min(LINKS, matter.members));
  const mean = counted.reduce((sum, { score }) => sum + score, 0) / Math.min(LINKS, matter.members);
  return { matter, best, own, newest: best.number, score: Math.max(mean, own?.score ?? 0) };
}

function newMatter(id: string): Relation {
  return { kind: 'new', matterId: derivedId('matter', id), of: null, score: 0, shared: [], runnerUp: null };
}

function redelivery(id: string, matter: Matter | undefined): Relation {
  const matterId = matter?.id ?? derivedId('matter', id);
  return { kind: 'redelivery', matterId, of: id, score: 1, shared: [], runnerUp: null };
}

function round(score: number): number {
  return Math.round(score * 1000) / 1000;
}
