import type { Gazetteer } from './port.ts';
import { createWordFinder, type Found } from './word-finder.ts';

type TopicNode = Gazetteer['topics'][number];

const READ_UNITS = 1_500;
/** A word in the title says as much as three in the text. */
const TITLE_FACTOR = 3;

/** A path of topic names, with the words of the policy that led down from the first level. */
export interface TopicPath {
  path: string;
  words: readonly { words: string; weight: number }[];
}

/** Goes down from a first-level topic by the words that the policy gives to its children. */
export type FindPath = (topic: string, title: string, text: string) => TopicPath;

/** Prepares a policy's topics. */
export function createPathFinder(topics: Gazetteer['topics']): FindPath {
  const prepared = new Map(topics.map((node) => [node.name, prepare(node)]));
  return (topic, title, text) => {
    const found = prepared.get(topic);
    if (!found) return { path: topic, words: [] };
    const weights = weigh(found.finder.find(title, title.length), found.finder.find(text, READ_UNITS));
    return descend(found.root, weights);
  };
}

interface Prepared {
  node: TopicNode;
  /** Words of the node and of all below it. */
  words: ReadonlySet<string>;
  children: readonly Prepared[];
}

function prepare(node: TopicNode): { root: Prepared; finder: ReturnType<typeof createWordFinder> } {
  const root = prepareNode(node);
  return { root, finder: createWordFinder(root.children.flatMap(({ words }) => [...words])) };
}

function prepareNode(node: TopicNode): Prepared {
  const children = node.children.map(prepareNode);
  return { node, children, words: new Set([...node.words, ...children.flatMap(({ words }) => [...words])]) };
}

function weigh(inTitle: readonly Found[], inText: readonly Found[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { word } of inText) weights.set(word, word.length);
  for (const { word } of inTitle) weights.set(word, word.length * TITLE_FACTOR);
  return weights;
}

function descend(root: Prepared, weights: ReadonlyMap<string, number>): TopicPath {
  const names = [root.node.name];
  let words: { words: string; weight: number }[] = [];
  let here = root;
  for (;;) {
    const scored = here.children.map((child) => ({ child, hits: hits(child, weights) }));
    const best = scored.reduce<(typeof scored)[number] | null>(
      (top, next) => (sum(next.hits) > (top ? sum(top.hits) : 0) ? next : top),
      null,
    );
    if (!best) return { path: names.join('/'), words };
    here = best.child;
    names.push(here.node.name);
    words = best.hits;
  }
}

function hits(child: Prepared, weights: ReadonlyMap<string, number>): { words: string; weight: number }[] {
  return [...weights].flatMap(([word, weight]) => (child.words.has(word) ? [{ words: word, weight }] : []));
}

function sum(hits: readonly { weight: number }[]): number {
  return hits.reduce((total, { weight }) => total + weight, 0);
}
