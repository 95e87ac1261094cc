import { PLACES, TROUBLES } from './words.ts';

/** A petition as the JSON API takes it. */
export interface Petition {
  id: string;
  text: string;
  citizen: { identity: string; phone: string };
  place: { text: string; district: string };
}

/** How many petitions are about something that was said before. */
const REPEATS = 0.35;
/** Of those, how many come from the same citizen. */
const SAME_CITIZEN = 0.4;
/** A matter comes up again while it is fresh. */
const FRESH = 2_000;

interface Matter {
  district: string;
  address: string;
  phrasings: readonly string[];
  citizen: string;
  since: string;
}

/** Petitions of a city, one after the other, the same for the same seed; no two texts of different matters are alike. */
export function petitionSource(seed: number): () => Petition {
  const random = randomFrom(seed);
  const recent: Matter[] = [];
  let number = 0;
  return () => {
    const again = recent.length > 0 && random() < REPEATS ? oneOf(random, recent) : null;
    const matter = again ?? newMatter(random);
    if (!again) remember(recent, matter, number);
    number += 1;
    const citizen = again && random() < SAME_CITIZEN ? again.citizen : phoneFrom(random);
    return {
      id: `bench-${seed}-${number}`,
      text: textOf(random, matter),
      citizen: { identity: citizen, phone: citizen },
      place: { text: matter.address, district: matter.district },
    };
  };
}

function newMatter(random: () => number): Matter {
  const { district, streets, estates } = oneOf(random, PLACES);
  const address =
    random() < 0.5
      ? `${oneOf(random, streets)}${1 + Math.floor(random() * 400)}号`
      : `${oneOf(random, estates)}${1 + Math.floor(random() * 60)}栋${1 + Math.floor(random() * 6)}单元`;
  const since = `${1 + Math.floor(random() * 12)}月${1 + Math.floor(random() * 28)}日`;
  return { district, address, phrasings: oneOf(random, TROUBLES), citizen: phoneFrom(random), since };
}

function textOf(random: () => number, { district, address, phrasings, since }: Matter): string {
  return oneOf(random, phrasings)
    .replace('{place}', random() < 0.7 ? `${district}${address}` : address)
    .replace('{since}', since);
}

function remember(recent: Matter[], matter: Matter, number: number): void {
  if (recent.length < FRESH) recent.push(matter);
  else recent[number % FRESH] = matter;
}

/** Numbers that nobody has. */
const phoneFrom = (random: () => number) => `1990${String(Math.floor(random() * 10_000_000)).padStart(7, '0')}`;

function oneOf<T>(random: () => number, several: readonly T[]): T {
  const found = several[Math.floor(random() * several.length)];
  if (found === undefined) throw new Error('there is nothing to choose from');
  return found;
}

/** Numbers from 0 to below 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
