import type { Background } from './background.ts';
import { LEADING, type Signature } from './signature.ts';
import { keysOf, type Store } from './store.ts';

/** Most steps along the list of one key: what is behind that many newer petitions is not looked for under this key. */
const STEPS_PER_KEY = 64;
/** N-grams that more than one petition in sixty has lead nowhere in particular. */
const COMMON_BELOW = 6;
/** What a name in common is worth beside n-grams, whose worth is their rareness (at most 10). */
const CITIZEN_WORTH = 60;
const PLACE_WORTH = 15;

/** The remembered petitions that have most rare things in common with this one, best first; at most `most`. */
export function candidatesFor(signature: Signature, store: Store, background: Background, most: number): number[] {
  const worth = new Map<number, number>();
  for (const [i, key] of keysOf(signature).entries()) {
    if (key === 0) continue;
    const value = i < LEADING ? background.idf(key) : i === LEADING ? CITIZEN_WORTH : PLACE_WORTH;
    if (value < COMMON_BELOW) continue;
    store.eachUnder(key, STEPS_PER_KEY, (number) => worth.set(number, (worth.get(number) ?? 0) + value));
  }
  // The newer of equally good ones: of a million copies the last ones stand for all.
  return [...worth]
    .toSorted(([a, m], [b, n]) => n - m || b - a)
    .slice(0, most)
    .map(([number]) => number);
}
