/** A score with its 95 % bootstrap interval. */
export interface Score {
  value: number;
  low: number;
  high: number;
}

const ROUNDS = 300;

/** Bootstraps a score over cases. Deterministic. */
export function withInterval<T>(cases: readonly T[], score: (some: readonly T[]) => number): Score {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * cases.length);
  };
  const rounds = Array.from({ length: ROUNDS }, () =>
    score(cases.map((_, __, all) => all[next()]).filter((item) => item !== undefined)),
  ).toSorted((a, b) => a - b);
  return {
    value: score(cases),
    low: rounds[Math.floor(ROUNDS * 0.025)] ?? 0,
    high: rounds[Math.ceil(ROUNDS * 0.975) - 1] ?? 0,
  };
}

/** What was due and what was said. */
export interface Answer {
  due: string;
  said: string;
}

/** F1 of one label. */
export function f1(answers: readonly Answer[], label: string): number {
  let right = 0;
  let named = 0;
  for (const { due, said } of answers) {
    if (due === label && said === label) right++;
    if (due === label) named++;
    if (said === label) named++;
  }
  return named === 0 ? 0 : (2 * right) / named;
}

export function macroF1(answers: readonly Answer[], labels: readonly string[]): number {
  return labels.reduce((sum, label) => sum + f1(answers, label), 0) / labels.length;
}

export function accuracy(answers: readonly Answer[]): number {
  return answers.filter(({ due, said }) => due === said).length / Math.max(answers.length, 1);
}

/** The highest threshold that reaches a recall, with the precision that it has. */
export function thresholdFor(
  cases: readonly { logit: number; due: boolean }[],
  recall: number,
): { from: number; precision: number; share: number } {
  const sorted = cases.toSorted((a, b) => b.logit - a.logit);
  const all = cases.filter(({ due }) => due).length;
  let right = 0;
  for (const [i, { logit, due }] of sorted.entries()) {
    if (due) right++;
    if (right >= recall * all) return { from: logit, precision: right / (i + 1), share: (i + 1) / cases.length };
  }
  return { from: Number.MAX_VALUE, precision: 0, share: 0 };
}

/** The temperature under which the logits' probabilities fit best (least log loss), by golden-section search. */
export function temperatureFor(cases: readonly { logits: readonly number[]; due: number }[]): number {
  const loss = (temperature: number) =>
    cases.reduce((sum, { logits, due }) => sum - logProbability(logits, due, temperature), 0);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = 0.2;
  let high = 5;
  while (high - low > 0.005) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.round(((low + high) / 2) * 100) / 100;
}

function logProbability(logits: readonly number[], due: number, temperature: number): number {
  const highest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp((logit - highest) / temperature), 0);
  return ((logits[due] ?? 0) - highest) / temperature - Math.log(sum);
}

/** Expected calibration error over ten bins of confidence. */
export function calibrationError(cases: readonly { confidence: number; right: boolean }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0, n: 0 }));
  for (const { confidence, right } of cases) {
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (!bin) continue;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
    bin.n++;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / Math.max(cases.length, 1);
}
