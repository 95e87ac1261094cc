import type { Policy } from '@yihaotong/hotline-policy';
import {
  type CaseSnapshot,
  type DeskAction,
  type Explanation,
  type ReplyRequested,
  redact,
} from '@yihaotong/petition-event';
import { noteIn } from './i18n/notes.ts';
import { caseEvent, type Outputs, type Recipient, replyTo } from './outputs.ts';
import { cut, matterOf } from './read-petition.ts';
import { ACTIONS_REMEMBERED, type ActionTaken, type CaseBody } from './state.ts';

export type CaseAction = Exclude<DeskAction, { type: 'action.replayed' }>;
type Answered = Extract<CaseAction, { type: 'action.answered' }>;
type Corrected = Extract<CaseAction, { type: 'action.corrected' }>;

export interface ActionDecision {
  /** The case after the action; null when it was taken into account before. */
  changed: CaseBody | null;
  outputs: Outputs;
  /** The case's answer goes to each of its petitions. */
  answers: boolean;
}

/** Characters. A longer answer would not fit into the records that carry it to many citizens. */
const ANSWER_LENGTH = 50_000;
const REASON_LENGTH = 500;

const NOTHING: ActionDecision = { changed: null, outputs: { cases: [], replies: [] }, answers: false };

/**
 * What a desk action does to its case. Pure. `mark` is the action's place in the log. An action that was taken into
 * account before changes nothing, and gives its outputs once more with the ids that they had.
 */
export function decideAction(
  action: CaseAction,
  body: CaseBody,
  mark: { source: string; offset: number },
  policy: Policy,
): ActionDecision {
  const before = body.actions.find(({ id }) => id === action.id);
  if (before) return decisionOn(action, body, null, before);
  // Taken into account so long ago that its outcome is forgotten: its outputs are long written.
  if ((body.applied[mark.source] ?? -1) >= mark.offset) return NOTHING;
  const { snapshot, taken, fields } = carryOut(action, body, policy);
  const changed: CaseBody = {
    ...body,
    ...fields,
    snapshot,
    applied: { ...body.applied, [mark.source]: mark.offset },
    actions: [...body.actions, taken].slice(-ACTIONS_REMEMBERED),
  };
  return decisionOn(action, changed, changed, taken);
}

interface CarriedOut {
  snapshot: CaseSnapshot;
  taken: ActionTaken;
  fields: Partial<Pick<CaseBody, 'unitBy' | 'answeredBy'>>;
}

function carryOut(action: CaseAction, body: CaseBody, policy: Policy): CarriedOut {
  const refusal = refusalOf(action, body, policy);
  if (refusal !== null) {
    return { snapshot: body.snapshot, taken: { id: action.id, type: 'case.refused', note: refusal }, fields: {} };
  }
  return action.type === 'action.answered' ? answer(action, body, policy) : correct(action, body, policy);
}

/** Why an action cannot be carried out; null when it can. */
function refusalOf(action: CaseAction, { snapshot }: CaseBody, policy: Policy): string | null {
  if (snapshot.closedAt !== null) {
    const at = policy.moment(new Date(snapshot.closedAt), policy.languages[0] ?? 'zh');
    return noteIn(policy, 'alreadyClosed', { at });
  }
  if (action.type === 'action.answered') {
    const length = action.data.text.length + action.data.signedBy.length;
    return length > ANSWER_LENGTH ? noteIn(policy, 'answerTooLong', { most: String(ANSWER_LENGTH) }) : null;
  }
  const { unitId, topic } = action.data;
  if (unitId !== undefined && !policy.unit(unitId)) return noteIn(policy, 'unknownUnit', { unit: unitId });
  if (topic !== undefined && !policy.topics.some(({ name }) => name === topic.split('/')[0])) {
    return noteIn(policy, 'unknownTopic', { topic });
  }
  return fieldsOf(action).length === 0 ? noteIn(policy, 'nothingToCorrect') : null;
}

function answer(action: Answered, body: CaseBody, policy: Policy): CarriedOut {
  const { text, signedBy } = action.data;
  const snapshot: CaseSnapshot = {
    ...body.snapshot,
    version: body.snapshot.version + 1,
    state: 'closed',
    answer: { text, signedBy, at: action.time },
    closedAt: action.time,
  };
  const note = noteIn(policy, 'answered', { signedBy });
  return { snapshot, taken: { id: action.id, type: 'case.answered', note }, fields: { answeredBy: action.id } };
}

function correct(action: Corrected, body: CaseBody, policy: Policy): CarriedOut {
  const { by, unitId } = action.data;
  const reason = reasonOf(action);
  const read = readAnew(action, body.snapshot, noteIn(policy, 'classByHand', { by, reason }));
  const isReadAnew = read !== body.snapshot;
  const matter = matterOf(read, body.text);
  const limit = isReadAnew ? policy.deadlineFor(matter, new Date(read.openedAt)) : null;
  const chosen = chooseUnit(action, body, isReadAnew ? policy.unitFor(matter) : null, policy);
  const snapshot: CaseSnapshot = {
    ...read,
    version: body.snapshot.version + 1,
    unit: chosen.unit,
    yellowAt: limit ? limit.yellowAt.toISOString() : read.yellowAt,
    deadline: limit ? limit.deadline.toISOString() : read.deadline,
    explanations: { ...read.explanations, unit: chosen.why, deadline: limit?.why ?? read.explanations.deadline },
  };
  const names = fieldsOf(action).map((field) => noteIn(policy, field));
  const note = noteIn(policy, 'corrected', { by, reason, fields: names.join(noteIn(policy, 'and')) });
  const unitBy = unitId === undefined ? body.unitBy : by;
  return { snapshot, taken: { id: action.id, type: 'case.corrected', note }, fields: { unitBy } };
}

/** The case with what a person read in it; the very same object when nothing of that was corrected. */
function readAnew({ data }: Corrected, snapshot: CaseSnapshot, why: string): CaseSnapshot {
  const { class: petitionClass, subtype, topic, urgency } = data;
  const isTouched = [petitionClass, subtype, topic, urgency].some((value) => value !== undefined);
  if (!isTouched) return snapshot;
  return {
    ...snapshot,
    class: petitionClass ?? snapshot.class,
    subtype: subtype === undefined ? snapshot.subtype : subtype,
    topic: topic ?? snapshot.topic,
    urgency: urgency ?? snapshot.urgency,
    unsure: false,
    explanations: { ...snapshot.explanations, class: { text: why, policy: null } },
  };
}

/** A unit that a person gave stays until a person gives another. */
function chooseUnit(
  { data }: Corrected,
  { snapshot, unitBy }: CaseBody,
  routed: ReturnType<Policy['unitFor']> | null,
  policy: Policy,
): { unit: CaseSnapshot['unit']; why: Explanation } {
  const given = data.unitId === undefined ? null : policy.unit(data.unitId);
  if (given) {
    const text = noteIn(policy, 'unitByHand', { by: data.by, reason: reasonOf({ data }) });
    return { unit: { id: given.id, name: given.name }, why: { text, policy: null } };
  }
  const kept = { unit: snapshot.unit, why: snapshot.explanations.unit };
  if (!routed) return kept;
  if (unitBy === null) return { unit: { id: routed.unit.id, name: routed.unit.name }, why: routed.why };
  const stays = noteIn(policy, 'unitKept', { by: unitBy });
  return kept.why.text.endsWith(stays) ? kept : { ...kept, why: { ...kept.why, text: kept.why.text + stays } };
}

function reasonOf({ data }: Pick<Corrected, 'data'>): string {
  return cut(redact(data.reason), REASON_LENGTH);
}

function fieldsOf({ data }: Corrected) {
  const fields = [
    ['fieldClass', data.class],
    ['fieldSubtype', data.subtype],
    ['fieldTopic', data.topic],
    ['fieldUrgency', data.urgency],
    ['fieldUnit', data.unitId],
  ] as const;
  return fields.filter(([, value]) => value !== undefined).map(([name]) => name);
}

function decisionOn(action: CaseAction, body: CaseBody, changed: CaseBody | null, taken: ActionTaken): ActionDecision {
  const petitionId = action.type === 'action.corrected' ? action.data.petitionId : null;
  const change = { by: action.data.by, note: taken.note, petitionId, causeId: action.id };
  const event = caseEvent(taken.type, body.snapshot, change, new Date(action.time));
  return { changed, outputs: { cases: [event], replies: [] }, answers: taken.type === 'case.answered' };
}

/** The case's answer for one of its petitions; null while there is none. */
export function answerFor(recipient: Recipient, body: CaseBody, policy: Policy): ReplyRequested | null {
  const { snapshot, answeredBy } = body;
  if (!snapshot.answer || answeredBy === null) return null;
  const { petition } = recipient;
  const text = policy.text('answer', petition.language, {
    city: policy.city.name,
    code: petition.queryCode,
    title: petition.title,
    unit: snapshot.unit.name,
    answer: snapshot.answer.text,
    signedBy: snapshot.answer.signedBy,
  });
  const time = new Date(snapshot.answer.at);
  return replyTo(recipient, { kind: 'answer', caseId: snapshot.caseId, causeId: answeredBy, text, time }, policy);
}
