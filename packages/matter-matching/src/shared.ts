import { eachGram, type Plain } from './grams.ts';
import type { MatchInput } from './port.ts';
import { FEATURES, type Signature, TITLE_FEATURES } from './signature.ts';
import type { Entry } from './store.ts';

const MOST_PHRASES = 4;
const LONGEST_PHRASE = 16;

/** What two petitions have in common, for people to read: names of places, then phrases of this petition, rarest first. */
export function sharedWith(
  input: MatchInput,
  signature: Signature,
  read: { title: Plain; text: Plain },
  entry: Entry,
  idf: (hash: number) => number,
): string[] {
  const { block, at } = entry;
  const names: string[] = [];
  if (signature.estate !== 0 && signature.estate === block.estates[at] && input.place.estate)
    names.push(input.place.estate);
  if (signature.road !== 0 && signature.road === block.roads[at] && input.place.road) names.push(input.place.road);
  const theirs = new Set<number>([
    ...block.features.subarray(at * FEATURES, (at + 1) * FEATURES),
    ...block.title.subarray(at * TITLE_FEATURES, (at + 1) * TITLE_FEATURES),
  ]);
  const phrases = [
    ...phrasesIn(input.title, read.title, theirs, idf),
    ...phrasesIn(input.text, read.text, theirs, idf),
  ];
  const kept = [...names];
  for (const { words } of phrases.toSorted((a, b) => b.weight - a.weight)) {
    if (kept.length >= names.length + MOST_PHRASES) break;
    if (!kept.some((other) => other.includes(words))) kept.push(words);
  }
  return kept;
}

function phrasesIn(
  source: string,
  plain: Plain,
  theirs: ReadonlySet<number>,
  idf: (hash: number) => number,
): { words: string; weight: number }[] {
  const phrases: { words: string; weight: number }[] = [];
  let from = -1;
  let to = -1;
  let weight = 0;
  const finish = () => {
    if (from >= 0) phrases.push({ words: sourceOf(source, plain, from, Math.min(to, from + LONGEST_PHRASE)), weight });
    from = -1;
    weight = 0;
  };
  eachGram(plain, (hash, start, n) => {
    if (!theirs.has(hash) || isGap(plain, start, start + n)) return;
    if (from < 0 || start >= to) {
      finish();
      from = start;
      to = start;
    }
    to = Math.max(to, start + n);
    weight += idf(hash);
  });
  finish();
  return phrases;
}

/** Whether the units did not stand side by side in the text: punctuation, or the cut between head and end, was between. */
function isGap(plain: Plain, from: number, to: number): boolean {
  return (plain.positions[to - 1] ?? 0) - (plain.positions[from] ?? 0) !== to - 1 - from;
}

function sourceOf(source: string, plain: Plain, from: number, to: number): string {
  return source.slice(plain.positions[from], (plain.positions[to - 1] ?? 0) + 1);
}
