import { type Evidence, PETITION_CLASSES, type Urgency } from '@yihaotong/petition-event';
import { createExplainer, strongest } from './evidence.ts';
import { createReader, type Fields } from './fields.ts';
import { decodeModel, type Model } from './model-file.ts';
import { createDistrictFinder, findPlace } from './place/find-place.ts';
import type { Gazetteer, Understand } from './port.ts';
import { createScorer, type Scores, softmax } from './scorer.ts';
import { callsOutDanger, namesDanger, SIGN_VALUE } from './signs.ts';
import { asksNothing, subtypeOf } from './subtype.ts';
import { createPathFinder } from './topic-path.ts';

const CLASSES = PETITION_CLASSES.length;
const OTHER = PETITION_CLASSES.indexOf('other');
/** The rule for thanks gives no probability of its own; this stands for "rather sure". */
const THANKS_CONFIDENCE = 0.9;

/**
 * Makes the classifier of a model file's bytes. Throws ModelFileError when they are none.
 * What it returns keeps scratch memory between calls but no state: the same input gives the same answer.
 * Cost is bounded: of longer texts the head and the end are read.
 */
export function createClassifier(modelBytes: Uint8Array): Understand {
  const model = decodeModel(modelBytes);
  const reader = createReader();
  const score = createScorer(model);
  const explainer = createExplainer(model.stance, model.topic);
  const prepared = new WeakMap<Gazetteer, ReturnType<typeof prepare>>();

  return (input, gazetteer) => {
    let words = prepared.get(gazetteer);
    if (!words) {
      words = prepare(gazetteer, model);
      prepared.set(gazetteer, words);
    }
    const { title, text } = input;
    const fields = reader.read(title, text);
    const scores = score(fields);
    const decided = decideClass(model, scores, title, text);
    const urgency = PETITION_CLASSES[decided.index] === 'other' ? 0 : decideUrgency(model, scores, title, text);
    const topicAt = bestOf(scores.topic, words.topics);
    const path = words.findPath(model.topics[topicAt] ?? '', title, text);
    return {
      class: PETITION_CLASSES[decided.index] ?? 'other',
      subtype: decided.subtype,
      confidence: decided.confidence,
      unsure: decided.confidence < gazetteer.unsureBelow,
      topic: path.path,
      urgency,
      place: findPlace(input, words.findDistrict),
      evidence: {
        class: explainer.stance(fields, against(CLASSES + 2, CLASSES, decided.index)),
        topic: explainer.topic(fields, against(model.topics.length, model.topics.length, topicAt)),
        urgency: urgency === 0 ? [] : urgencyEvidence(model, explainer.stance, fields, scores),
      },
      model: model.version,
    };
  };
}

function prepare(gazetteer: Gazetteer, model: Model) {
  const known = new Set(gazetteer.topics.map(({ name }) => name));
  const common = [...model.topics.keys()].filter((k) => known.has(model.topics[k] ?? ''));
  return {
    findDistrict: createDistrictFinder(gazetteer.areas),
    findPath: createPathFinder(gazetteer.topics),
    /** Outputs that are topics of the policy; all where it has none of them. */
    topics: common.length > 0 ? common : [...model.topics.keys()],
  };
}

function decideClass(model: Model, scores: Scores, title: string, text: string) {
  const nothing = asksNothing(title, text);
  if (nothing === 'none') return { index: OTHER, subtype: nothing, confidence: 0 };
  if (nothing === 'thanks') return { index: OTHER, subtype: nothing, confidence: THANKS_CONFIDENCE };
  const probabilities = softmax(scores.stance, 0, CLASSES, model.temperatures.class);
  const index = probabilities.indexOf(Math.max(...probabilities));
  return {
    index,
    subtype: subtypeOf(PETITION_CLASSES[index] ?? 'other', title, text),
    confidence: Math.round((probabilities[index] ?? 0) * 1000) / 1000,
  };
}

function decideUrgency(model: Model, scores: Scores, title: string, text: string): Urgency {
  if (callsOutDanger(title, text)) return 2;
  const [from1, from2] = model.urgencyFrom;
  if ((scores.stance[CLASSES] ?? 0) < from1) return 0;
  return (scores.stance[CLASSES + 1] ?? 0) >= from2 && namesDanger(scores.signs) ? 2 : 1;
}

function urgencyEvidence(
  model: Model,
  explain: (fields: Fields, contrast: readonly number[]) => Evidence[],
  fields: Fields,
  scores: Scores,
): Evidence[] {
  const { bits, outputs, weights, scales } = model.stance;
  const signs = scores.signs.words.map(({ word, row }) => ({
    words: word,
    weight:
      Math.round((weights[(2 ** bits + row) * outputs + CLASSES] ?? 0) * (scales[CLASSES] ?? 0) * SIGN_VALUE * 1000) /
      1000,
  }));
  const phrases = explain(
    fields,
    Array.from({ length: outputs }, (_, k) => (k === CLASSES ? 1 : 0)),
  );
  return strongest([...signs, ...phrases]);
}

/** The chosen one of the first `count` outputs against the mean of the others. */
function against(outputs: number, count: number, chosen: number): number[] {
  return Array.from({ length: outputs }, (_, k) => {
    if (k >= count) return 0;
    return k === chosen ? 1 : -1 / (count - 1);
  });
}

function bestOf(logits: Float64Array, among: readonly number[]): number {
  return among.reduce((best, k) => ((logits[k] ?? 0) > (logits[best] ?? 0) ? k : best), among[0] ?? 0);
}
