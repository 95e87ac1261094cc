import type { Background } from './background.ts';
import { FEATURES, type Signature, TITLE_FEATURES } from './signature.ts';
import type { Entry } from './store.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What is measured of a pair, in this order; each is about 0 to 1. */
export const MEASURES = [
  'cosine',
  'rootOfCosine',
  'titleContained',
  'titlesAlike',
  'cosineTimesTitle',
  'sameEstate',
  'sameRoad',
  'sameDistrict',
  'otherDistrict',
  'sameTopic',
  'sameCitizen',
  'apart',
] as const;

/** Measures how much a petition and a remembered one have in common. `apart` grows with the logarithm of days. */
export function measure(
  signature: Signature,
  time: number,
  { block, at }: Entry,
  background: Background,
  into: Float64Array,
): void {
  const cosine = cosineOf(signature, block.features, block.weights, at * FEATURES, block.norms[at] ?? 0);
  const title = titleOf(signature, { block, at }, background);
  const more = Math.max(title.own, title.other);
  const district = block.districts[at] ?? 0;
  into[0] = cosine;
  into[1] = Math.sqrt(cosine);
  into[2] = Math.min(title.own, title.other);
  into[3] = title.alike;
  into[4] = cosine * more;
  into[5] = same(signature.estate, block.estates[at]);
  into[6] = same(signature.road, block.roads[at]);
  into[7] = same(signature.district, district);
  into[8] = signature.district !== 0 && district !== 0 && signature.district !== district ? 1 : 0;
  into[9] = same(signature.topic, block.topics[at]);
  into[10] = same(signature.citizen, block.citizens[at]);
  into[11] = Math.log1p(Math.abs(time - (block.times[at] ?? 0)) / DAY) / 5;
}

function same(own: number, other: number | undefined): 0 | 1 {
  return own !== 0 && own === other ? 1 : 0;
}

function cosineOf(own: Signature, features: Uint32Array, weights: Uint8Array, base: number, norm: number): number {
  let product = 0;
  for (let i = base; i < base + FEATURES; i++) {
    const hash = features[i] ?? 0;
    if (hash === 0) break;
    product += own.lookup.features.get(hash) * (weights[i] ?? 0);
  }
  return product === 0 ? 0 : Math.min(1, product / (own.norm * norm));
}

/** Which share of each title, by rareness, stands in the other petition, and how alike the titles themselves are. */
function titleOf(own: Signature, { block, at }: Entry, background: Background) {
  const base = at * TITLE_FEATURES;
  let otherInOwn = 0;
  let both = 0;
  for (let i = base; i < base + TITLE_FEATURES; i++) {
    const hash = block.title[i] ?? 0;
    if (hash === 0) break;
    const rareness = own.lookup.title.get(hash);
    both += rareness;
    if (rareness > 0 || own.lookup.features.get(hash) > 0) otherInOwn += background.idf(hash);
  }
  const otherSum = block.titleSums[at] ?? 0;
  const ownInOther = titleInFeatures(own, { block, at }) + both;
  return {
    own: own.titleSum === 0 ? 0 : Math.min(1, ownInOther / own.titleSum),
    other: otherSum === 0 ? 0 : Math.min(1, otherInOwn / otherSum),
    alike: both / Math.max(1, own.titleSum + otherSum - both),
  };
}

/** Rareness of the own title's n-grams that stand in the other's text but not in its title. */
function titleInFeatures(own: Signature, { block, at }: Entry): number {
  const titleBase = at * TITLE_FEATURES;
  let sum = 0;
  for (let i = at * FEATURES; i < (at + 1) * FEATURES; i++) {
    const hash = block.features[i] ?? 0;
    if (hash === 0) break;
    const rareness = own.lookup.title.get(hash);
    if (rareness > 0 && !block.title.subarray(titleBase, titleBase + TITLE_FEATURES).includes(hash)) sum += rareness;
  }
  return sum;
}
