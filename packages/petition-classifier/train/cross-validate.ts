import type { Table } from '../src/model-file.ts';
import { type Example, type FitOptions, fit, quantise } from './fit.ts';

/** Trains one table and quantises it, as it stands in the model file. */
export function fitTable(examples: readonly Example[], options: FitOptions, bits: number): Table {
  const { weights, scales, biases } = quantise(fit(examples, options), options.outputs);
  return { bits, extraRows: options.rows - 2 ** bits, outputs: options.outputs, scales, biases, weights };
}

/** The logits of an example under a table. */
export function logitsOf(example: Example, table: Table): Float64Array {
  const { outputs } = table;
  const logits = Float64Array.from(table.biases);
  for (let j = 0; j < example.buckets.length; j++) {
    const row = (example.buckets[j] ?? 0) * outputs;
    const value = example.values[j] ?? 0;
    for (let k = 0; k < outputs; k++) {
      logits[k] = (logits[k] ?? 0) + (table.weights[row + k] ?? 0) * (table.scales[k] ?? 0) * value;
    }
  }
  return logits;
}

/**
 * Logits of each example by a table that was trained without its fold. Examples of fold null train every table and are
 * not scored: theirs is null.
 */
export function outOfFold(
  examples: readonly Example[],
  folds: readonly (number | null)[],
  options: FitOptions,
  bits: number,
): (Float64Array | null)[] {
  const logits: (Float64Array | null)[] = examples.map(() => null);
  for (const fold of new Set(folds)) {
    if (fold === null) continue;
    const table = fitTable(
      examples.filter((_, i) => folds[i] !== fold),
      options,
      bits,
    );
    for (const [i, example] of examples.entries()) if (folds[i] === fold) logits[i] = logitsOf(example, table);
  }
  return logits;
}

/** Deals groups out to folds so that a group stays whole and the folds are about even: the largest group first. */
export function foldsByGroup(groups: readonly (string | null)[], count: number): (number | null)[] {
  const sizes = new Map<string, number>();
  for (const group of groups) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const bySize = [...sizes].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const filled = new Array<number>(count).fill(0);
  const foldOf = new Map<string, number>();
  for (const [group, size] of bySize) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOf.set(group, fold);
    filled[fold] = (filled[fold] ?? 0) + size;
  }
  return groups.map((group) => (group === null ? null : (foldOf.get(group) ?? null)));
}
