/** One example, as sparse features and what each output should say. */
export interface Example {
  buckets: Uint32Array;
  values: Float32Array;
  /** By output, 0 to 1. */
  targets: Float64Array;
  /** By output: how much an error counts; 0: unknown, learns nothing. */
  weights: Float64Array;
}

export interface FitOptions {
  rows: number;
  outputs: number;
  /** The first so many outputs are one softmax; each other one is a logistic output of its own. */
  softmax: number;
  epochs: number;
  /** Step of the gradient descent, falling to nothing in a straight line. */
  rate: number;
  seed: number;
  /** Rare features learn faster: values are multiplied by ln(examples / examples with it + 1). Folded into the weights. */
  idf: boolean;
}

/** Weights of a linear model, one row for each bucket. */
export interface Fitted {
  weights: Float32Array;
  biases: Float64Array;
}

const BIAS_RATE = 0.3;

/** Multinomial and binary logistic regression by stochastic gradient descent. The same input gives the same bits. */
export function fit(given: readonly Example[], options: FitOptions): Fitted {
  const idf = options.idf ? inverseFrequencies(given, options.rows) : new Float32Array();
  const { outputs } = options;
  const examples = options.idf ? given.map((example) => weighed(example, idf)) : given;
  const weights = new Float32Array(options.rows * outputs);
  const biases = new Float64Array(outputs);
  const errors = new Float64Array(outputs);
  const order = Uint32Array.from(examples.keys());
  const random = createRandom(options.seed);
  const steps = options.epochs * examples.length;
  for (let step = 0; step < steps; step++) {
    if (step % examples.length === 0) shuffle(order, random);
    const example = examples[order[step % examples.length] ?? 0];
    if (!example) continue;
    predict(example, weights, biases, errors);
    toErrors(errors, example, options.softmax);
    const rate = options.rate * (1 - step / steps);
    descend(example, weights, errors, rate);
    for (let k = 0; k < outputs; k++) biases[k] = (biases[k] ?? 0) - rate * BIAS_RATE * (errors[k] ?? 0);
  }
  if (options.idf)
    for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? 0) * (idf[Math.floor(i / outputs)] ?? 0);
  return { weights, biases };
}

function inverseFrequencies(examples: readonly Example[], rows: number): Float32Array {
  const counts = new Float32Array(rows);
  for (const { buckets } of examples) for (const bucket of buckets) counts[bucket] = (counts[bucket] ?? 0) + 1;
  return counts.map((count) => (count === 0 ? 0 : Math.log(examples.length / count + 1)));
}

function weighed(example: Example, idf: Float32Array): Example {
  return { ...example, values: example.values.map((value, j) => value * (idf[example.buckets[j] ?? 0] ?? 0)) };
}

function predict(example: Example, weights: Float32Array, biases: Float64Array, into: Float64Array): void {
  const outputs = into.length;
  into.set(biases);
  for (let j = 0; j < example.buckets.length; j++) {
    const row = (example.buckets[j] ?? 0) * outputs;
    const value = example.values[j] ?? 0;
    for (let k = 0; k < outputs; k++) into[k] = (into[k] ?? 0) + (weights[row + k] ?? 0) * value;
  }
}

/** Turns logits into the loss's gradient, in place. */
function toErrors(logits: Float64Array, example: Example, softmax: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < softmax; k++) highest = Math.max(highest, logits[k] ?? 0);
  let sum = 0;
  for (let k = 0; k < softmax; k++) sum += Math.exp((logits[k] ?? 0) - highest);
  for (let k = 0; k < logits.length; k++) {
    const logit = logits[k] ?? 0;
    const probability = k < softmax ? Math.exp(logit - highest) / sum : 1 / (1 + Math.exp(-logit));
    logits[k] = (example.weights[k] ?? 0) * (probability - (example.targets[k] ?? 0));
  }
}

function descend(example: Example, weights: Float32Array, errors: Float64Array, rate: number): void {
  const outputs = errors.length;
  for (let j = 0; j < example.buckets.length; j++) {
    const row = (example.buckets[j] ?? 0) * outputs;
    const step = rate * (example.values[j] ?? 0);
    for (let k = 0; k < outputs; k++) weights[row + k] = (weights[row + k] ?? 0) - step * (errors[k] ?? 0);
  }
}

/** The weights as int8, with the scale of each output: 127 stands for the largest but one in 20,000, larger ones are cut. */
export function quantise(fitted: Fitted, outputs: number): { weights: Int8Array; scales: number[]; biases: number[] } {
  const scales = Array.from({ length: outputs }, (_, output) => scaleOf(fitted.weights, outputs, output));
  const weights = Int8Array.from(fitted.weights, (weight, i) => {
    const whole = Math.round(weight / (scales[i % outputs] ?? 1));
    return Math.max(-127, Math.min(127, whole));
  });
  return { weights, scales, biases: [...fitted.biases] };
}

function scaleOf(weights: Float32Array, outputs: number, output: number): number {
  const sizes = new Float32Array(weights.length / outputs);
  for (let row = 0; row < sizes.length; row++) sizes[row] = Math.abs(weights[row * outputs + output] ?? 0);
  sizes.sort();
  const top = sizes[Math.floor(sizes.length * (1 - 1 / 20_000))] ?? 0;
  return top > 0 ? top / 127 : 1;
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
}

/** mulberry32: small, good enough for shuffling, the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
