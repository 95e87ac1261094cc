import { MEASURES } from './measure.ts';

type Weights = Readonly<Record<(typeof MEASURES)[number], number>>;

/** Logistic regression over pairs; made by train/weights.ts, see docs/decisions/matching.md. */
const BIAS = -1.44;
const WEIGHTS: Weights = {
  cosine: 13.74,
  rootOfCosine: 6.15,
  titleContained: -2.54,
  titlesAlike: 6.28,
  cosineTimesTitle: -16.92,
  sameEstate: 4.24,
  sameRoad: 1.88,
  sameDistrict: -1.56,
  otherDistrict: -1.93,
  sameTopic: 0.75,
  sameCitizen: 1.27,
  apart: -3.82,
};

/** Logistic regression: the likelihood of measures under a bias and weights in the order of MEASURES. */
export function logistic(bias: number, weights: readonly number[]): (measures: Float64Array) => number {
  const own = Float64Array.from(weights);
  return (measures) => {
    let logit = bias;
    for (let k = 0; k < own.length; k++) logit += (own[k] ?? 0) * (measures[k] ?? 0);
    return 1 / (1 + Math.exp(-logit));
  };
}

/** How likely two petitions are about the same matter, 0 to 1. */
export const shippedLikelihood = logistic(
  BIAS,
  MEASURES.map((name) => WEIGHTS[name]),
);
