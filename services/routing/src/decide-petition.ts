import type { Policy } from '@yihaotong/hotline-policy';
import type { CaseSnapshot, PetitionNormalized } from '@yihaotong/petition-event';
import { noteIn } from './i18n/notes.ts';
import { caseEvent, type Outputs, replyTo } from './outputs.ts';
import { classExplanation, isMarked, matterOf, petitionBody, petitionMark, shownWords } from './read-petition.ts';
import { type CaseBody, caseIdOf, type PetitionBody } from './state.ts';

export interface PetitionDecision {
  /** The case after the petition; null when the petition changes none. */
  changed: CaseBody | null;
  outputs: Outputs;
  /** What is remembered of the petition; null for what belongs to no case. */
  petition: PetitionBody | null;
}

const NOTHING: PetitionDecision = { changed: null, outputs: { cases: [], replies: [] }, petition: null };

/**
 * What a petition does to the cases of its matter (`chain`, oldest first). Pure: the same event, chain and policy give
 * the same decision. An event that is in the chain already changes nothing, and gives its outputs once more with the
 * ids that they had, since nobody can tell whether they were written before a crash.
 */
export function decidePetition(
  event: PetitionNormalized,
  chain: readonly CaseBody[],
  policy: Policy,
): PetitionDecision {
  if (event.data.relation.kind === 'redelivery') return NOTHING;
  if (event.data.invalid !== null) return declineInvalid(event, policy);
  const mark = petitionMark(event);
  const handledIn = chain.find((body) => isMarked(body, mark));
  if (handledIn) return decisionOn(event, handledIn, null, policy);
  const latest = chain.at(-1);
  const changed = latest?.snapshot.state === 'open' ? join(event, latest, policy) : open(event, latest ?? null, policy);
  changed.applied[mark.source] = mark.offset;
  return decisionOn(event, changed, changed, policy);
}

/** Nuisance: no case; the citizen is told politely, where the policy wants that. */
function declineInvalid(event: PetitionNormalized, policy: Policy): PetitionDecision {
  if (!policy.nuisance.notice) return NOTHING;
  const petition = petitionBody(event, '', policy);
  const text = policy.text('nuisance', petition.language, { city: policy.city.name, code: petition.queryCode });
  const reply = { kind: 'receipt', caseId: null, causeId: event.id, text, time: receivedAt(event) } as const;
  const notice = replyTo({ petitionId: event.subject, petition }, reply, policy);
  return { changed: null, outputs: { cases: [], replies: [notice] }, petition: null };
}

function open(event: PetitionNormalized, previous: CaseBody | null, policy: Policy): CaseBody {
  const { understanding, relation, petition } = event.data;
  const number = previous ? previous.number + 1 : 0;
  const words = shownWords(event, policy);
  const matter = matterOf(understanding, words.text);
  const { unit, why } = policy.unitFor(matter);
  const opened = receivedAt(event);
  const limit = policy.deadlineFor(matter, opened);
  const snapshot: CaseSnapshot = {
    caseId: caseIdOf(relation.matterId, number),
    version: 1,
    matterId: relation.matterId,
    previousCaseId: previous ? previous.snapshot.caseId : null,
    state: 'open',
    title: words.title,
    summary: words.summary,
    class: understanding.class,
    subtype: understanding.subtype,
    topic: understanding.topic,
    urgency: understanding.urgency,
    unsure: understanding.unsure,
    place: understanding.place,
    channel: petition.channel,
    unit: { id: unit.id, name: unit.name },
    openedAt: opened.toISOString(),
    yellowAt: limit.yellowAt.toISOString(),
    deadline: limit.deadline.toISOString(),
    answer: null,
    closedAt: null,
    explanations: { unit: why, deadline: limit.why, class: classExplanation(event, policy) },
  };
  return {
    matterId: relation.matterId,
    number,
    snapshot,
    firstPetitionId: event.subject,
    text: words.text,
    unitBy: null,
    answeredBy: null,
    applied: {},
    actions: [],
  };
}

/** The case gets a petition more. A more urgent one raises it; the deadline only ever gets earlier by that. */
function join(event: PetitionNormalized, body: CaseBody, policy: Policy): CaseBody {
  const applied = { ...body.applied };
  const version = body.snapshot.version + 1;
  const { urgency } = event.data.understanding;
  if (urgency <= body.snapshot.urgency) return { ...body, applied, snapshot: { ...body.snapshot, version } };
  const raised = { ...body.snapshot, version, urgency };
  const limit = policy.deadlineFor(matterOf(raised, body.text), receivedAt(event));
  if (limit.deadline.getTime() >= Date.parse(raised.deadline)) return { ...body, applied, snapshot: raised };
  const text = noteIn(policy, 'deadlineRaised', { why: limit.why.text });
  const snapshot = {
    ...raised,
    deadline: limit.deadline.toISOString(),
    yellowAt: limit.yellowAt.toISOString(),
    explanations: { ...raised.explanations, deadline: { ...limit.why, text } },
  };
  return { ...body, applied, snapshot };
}

function decisionOn(
  event: PetitionNormalized,
  body: CaseBody,
  changed: CaseBody | null,
  policy: Policy,
): PetitionDecision {
  const petition = petitionBody(event, body.snapshot.caseId, policy);
  const isFirst = body.firstPetitionId === event.subject;
  const change = {
    by: 'routing',
    note: noteOf(event, body, isFirst, policy),
    petitionId: event.subject,
    causeId: event.id,
  };
  const time = receivedAt(event);
  const told = caseEvent(isFirst ? 'case.opened' : 'case.joined', body.snapshot, change, time);
  const text = receiptText(body.snapshot, petition, isFirst, policy);
  const reply = { kind: 'receipt', caseId: body.snapshot.caseId, causeId: event.id, text, time } as const;
  const receipt = replyTo({ petitionId: event.subject, petition }, reply, policy);
  return { changed, outputs: { cases: [told], replies: [receipt] }, petition };
}

function noteOf(event: PetitionNormalized, body: CaseBody, isFirst: boolean, policy: Policy): string {
  if (isFirst) return noteIn(policy, body.number > 0 ? 'reopened' : 'opened');
  const joined = noteIn(policy, event.data.relation.kind === 'repeat' ? 'repeated' : 'joined');
  const { urgency } = event.data.understanding;
  // Raised by this one: it is as urgent as the case, and more than normal.
  if (urgency === 0 || urgency < body.snapshot.urgency) return joined;
  return `${joined}${noteIn(policy, 'and')}${noteIn(policy, 'raised', { urgency: noteIn(policy, `urgency${urgency}`) })}`;
}

function receiptText(snapshot: CaseSnapshot, petition: PetitionBody, isFirst: boolean, policy: Policy): string {
  const name = snapshot.class === 'other' ? 'receipt-thanks' : isFirst ? 'receipt' : 'receipt-joined';
  return policy.text(name, petition.language, {
    city: policy.city.name,
    code: petition.queryCode,
    title: petition.title,
    unit: snapshot.unit.name,
    deadline: policy.moment(new Date(snapshot.deadline), petition.language),
  });
}

/** Time runs from when the gateway had the petition, not from when routing came round to it. */
function receivedAt(event: PetitionNormalized): Date {
  return new Date(event.data.petition.receivedAt);
}
