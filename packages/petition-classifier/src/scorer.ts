import { type BucketList, createBucketList } from './features.ts';
import { type Fields, MOST_CODES } from './fields.ts';
import { type Sink, stanceFeatures, topicFeatures } from './linear.ts';
import type { Model, Table } from './model-file.ts';
import type { Signs } from './signs.ts';

/** The model's outputs for one petition. */
export interface Scores {
  /** As in {@link Model.stance}. */
  stance: Float64Array;
  topic: Float64Array;
  signs: Signs;
}

/** Scores folded petitions. The arrays of the result live until the next call. */
export function createScorer(model: Model): (fields: Fields) => Scores {
  const stance = createTableScorer(model.stance);
  const topic = createTableScorer(model.topic);
  return (fields) => {
    stance.begin();
    const signs = stanceFeatures(fields, stance.list, model.stance.bits, stance);
    topic.begin();
    topicFeatures(fields, topic.list, topic);
    return { stance: stance.end(), topic: topic.end(), signs };
  };
}

function createTableScorer(table: Table): Sink & { list: BucketList; begin(): void; end(): Float64Array } {
  const { outputs, weights } = table;
  // Whole numbers within a stretch: int8 sums stay exact and fast.
  const sums = new Int32Array(outputs);
  const logits = new Float64Array(outputs);
  return {
    list: createBucketList(table.bits, MOST_CODES),
    begin() {
      logits.set(table.biases);
    },
    add(list, length, value) {
      sums.fill(0);
      for (let i = 0; i < length; i++) {
        const row = (list[i] ?? 0) * outputs;
        for (let output = 0; output < outputs; output++) {
          sums[output] = (sums[output] ?? 0) + (weights[row + output] ?? 0);
        }
      }
      for (let output = 0; output < outputs; output++) {
        logits[output] = (logits[output] ?? 0) + (sums[output] ?? 0) * value * (table.scales[output] ?? 0);
      }
    },
    end: () => logits,
  };
}

/** Probabilities of logits[from..to), softened by the temperature. */
export function softmax(logits: Float64Array, from: number, to: number, temperature: number): number[] {
  const scaled = Array.from(logits.subarray(from, to), (logit) => logit / temperature);
  const highest = Math.max(...scaled);
  const powers = scaled.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
