import { PETITION_CLASSES } from '@yihaotong/petition-event';
import type { Model } from '../src/model-file.ts';
import { softmax } from '../src/scorer.ts';
import { SIGN_ROWS } from '../src/signs.ts';
import { fitTable, foldsByGroup, outOfFold } from './cross-validate.ts';
import type { Labelled, TopicRow } from './data.ts';
import { stanceExamples, topicExamples } from './examples.ts';
import type { FitOptions } from './fit.ts';
import * as scores from './scores.ts';

const CLASSES = PETITION_CLASSES.length;
const FOLDS = 5;
const SEED = 7;
const ASKING = PETITION_CLASSES.filter((name) => name !== 'other');
/** Urgency is about not overlooking: thresholds by the recall that they must reach. */
const URGENT_RECALL = 0.8;
const MOST_URGENT_RECALL = 0.5;

/** What the cross-validation found; goes into the card. */
export interface Report {
  rows: { labelled: number; helping: number; topics: number };
  macroF1: scores.Score;
  accuracy: scores.Score;
  secondLabelAllowed: number;
  byClass: Record<string, number>;
  calibrationError: number;
  urgent: { recall: number; precision: number; share: number };
  mostUrgent: { recall: number; precision: number; share: number };
  topicAccuracy: scores.Score;
}

export interface TrainOptions {
  stanceBits: number;
  topicBits: number;
  stanceEpochs: number;
  topicEpochs: number;
}

/** Trains the model and cross-validates it. The same rows give the same model, bit by bit. */
export function trainModel(
  rows: readonly Labelled[],
  topicRows: readonly TopicRow[],
  options: TrainOptions,
): { model: Omit<Model, 'version'>; report: Report } {
  const topics = [...new Set(topicRows.map(({ topic }) => topic))].sort();
  const { stanceBits, topicBits } = options;
  const stanceFit: FitOptions = {
    rows: 2 ** stanceBits + SIGN_ROWS,
    outputs: CLASSES + 2,
    softmax: CLASSES,
    epochs: options.stanceEpochs,
    rate: 0.3,
    seed: SEED,
    idf: false,
  };
  const topicFit: FitOptions = {
    rows: 2 ** topicBits,
    outputs: topics.length,
    softmax: topics.length,
    epochs: options.topicEpochs,
    rate: 0.6,
    seed: SEED,
    idf: true,
  };
  const stance = stanceExamples(rows, stanceBits);
  const topic = topicExamples(topicRows, topics, topicBits);

  const areas = rows.map((row) => (row.scored ? row.area : null));
  const stanceLogits = outOfFold(stance, foldsByGroup(areas, FOLDS), stanceFit, stanceBits);
  const topicFolds = topicRows.map((_, i) => i % FOLDS);
  const topicLogits = outOfFold(topic, topicFolds, topicFit, topicBits);
  const judged = judgeStance(rows, stanceLogits);
  const judgedTopic = judgeTopic(topicRows, topics, topicLogits);

  return {
    model: {
      stance: fitTable(stance, stanceFit, stanceBits),
      topic: fitTable(topic, topicFit, topicBits),
      topics,
      temperatures: { class: judged.temperature, topic: judgedTopic.temperature },
      urgencyFrom: [judged.urgentFrom, judged.mostUrgentFrom],
    },
    report: {
      ...judged.report,
      rows: {
        labelled: rows.filter(({ scored }) => scored).length,
        helping: rows.filter(({ scored }) => !scored).length,
        topics: topicRows.length,
      },
      topicAccuracy: judgedTopic.accuracy,
    },
  };
}

function judgeStance(rows: readonly Labelled[], logits: readonly (Float64Array | null)[]) {
  const cases = rows.flatMap((row, i) => {
    const own = logits[i];
    return own ? [{ row, logits: own, said: best(own, CLASSES) }] : [];
  });
  const temperature = scores.temperatureFor(
    cases.map(({ row, logits }) => ({
      logits: Array.from(logits.subarray(0, CLASSES)),
      due: PETITION_CLASSES.indexOf(row.label),
    })),
  );
  const answers = cases.map(({ row, said }) => ({ due: row.label, said: PETITION_CLASSES[said] ?? '', alt: row.alt }));
  const asking = answers.filter(({ due }) => due !== 'other');
  const confident = cases.map(({ row, logits, said }) => ({
    confidence: softmax(logits, 0, CLASSES, temperature)[said] ?? 0,
    right: PETITION_CLASSES[said] === row.label,
  }));
  const urgent = urgencyThreshold(cases, 1, URGENT_RECALL);
  const mostUrgent = urgencyThreshold(cases, 2, MOST_URGENT_RECALL);
  return {
    temperature,
    urgentFrom: urgent.from,
    mostUrgentFrom: mostUrgent.from,
    report: {
      macroF1: scores.withInterval(asking, (some) => scores.macroF1(some, ASKING)),
      accuracy: scores.withInterval(asking, scores.accuracy),
      secondLabelAllowed:
        asking.filter(({ due, said, alt }) => said === due || said === alt).length / Math.max(asking.length, 1),
      byClass: Object.fromEntries(PETITION_CLASSES.map((name) => [name, scores.f1(answers, name)])),
      calibrationError: scores.calibrationError(confident),
      urgent: { recall: URGENT_RECALL, precision: urgent.precision, share: urgent.share },
      mostUrgent: { recall: MOST_URGENT_RECALL, precision: mostUrgent.precision, share: mostUrgent.share },
    },
  };
}

function urgencyThreshold(
  cases: readonly { row: Labelled; logits: Float64Array }[],
  atLeast: 1 | 2,
  recall: number,
): ReturnType<typeof scores.thresholdFor> {
  return scores.thresholdFor(
    cases.map(({ row, logits }) => ({
      logit: logits[CLASSES + atLeast - 1] ?? 0,
      due: (row.urgency ?? 0) >= atLeast,
    })),
    recall,
  );
}

function judgeTopic(
  rows: readonly TopicRow[],
  topics: readonly string[],
  logits: readonly (Float64Array | null)[],
): { temperature: number; accuracy: scores.Score } {
  const cases = rows.flatMap((row, i) => {
    const own = logits[i];
    return own ? [{ logits: Array.from(own), due: topics.indexOf(row.topic), said: best(own, topics.length) }] : [];
  });
  const answers = cases.map(({ due, said }) => ({ due: String(due), said: String(said) }));
  return { temperature: scores.temperatureFor(cases), accuracy: scores.withInterval(answers, scores.accuracy) };
}

function best(logits: Float64Array, count: number): number {
  let index = 0;
  for (let k = 1; k < count; k++) if ((logits[k] ?? 0) > (logits[index] ?? 0)) index = k;
  return index;
}
