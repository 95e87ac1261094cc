import type { Stored } from '@yihaotong/document-store';
import { type CaseEvent, redact } from '@yihaotong/petition-event';
import { utc } from '../moment.ts';
import type { CaseBody, LinkBody, TimelineBody } from '../store/bodies.ts';

const SEARCHED = 400;

/** The board's row. A refused action leaves the case as it was, and the same version keeps the stored one. */
export function caseDocument(event: CaseEvent): Stored<CaseBody> {
  const { case: found } = event.data;
  const snapshot = { ...found, title: redact(found.title), summary: redact(found.summary) };
  const { district, street, road, estate, number } = found.place;
  const place = [district, street, road, estate, number].filter((part) => part !== null).join(' ');
  const body: CaseBody = {
    caseId: found.caseId,
    open: found.closedAt === null,
    class: found.class,
    topicFirst: found.topic.split('/')[0] ?? '',
    unitId: found.unit.id,
    district: found.place.district,
    channel: found.channel,
    urgency: found.urgency,
    unsure: found.unsure,
    matterId: found.matterId,
    openedAt: utc(found.openedAt),
    yellowAt: utc(found.yellowAt),
    deadline: utc(found.deadline),
    closedAt: found.closedAt === null ? null : utc(found.closedAt),
    search: `${snapshot.title} ${place} ${found.topic} ${found.unit.name} ${snapshot.summary}`.slice(0, SEARCHED),
    snapshot,
  };
  return { id: found.caseId, version: found.version, body };
}

/** Which case the petition went into; null where the event brings no petition in. */
export function linkDocument(event: CaseEvent): Stored<LinkBody> | null {
  const { case: found, change } = event.data;
  if (change.petitionId === null || (event.type !== 'case.opened' && event.type !== 'case.joined')) return null;
  return { id: change.petitionId, version: 1, body: { caseId: found.caseId, order: found.version } };
}

export function caseEntry(event: CaseEvent): Stored<TimelineBody> {
  const { case: found, change } = event.data;
  const { class: petitionClass, subtype, topic, urgency, unit } = found;
  const body: TimelineBody = {
    at: utc(event.time),
    type: event.type,
    by: change.by,
    note: redact(change.note),
    caseId: found.caseId,
    petitionId: change.petitionId,
    causeId: change.causeId,
    corrected:
      event.type === 'case.corrected' ? { class: petitionClass, subtype, topic, urgency, unitId: unit.id } : null,
  };
  return { id: event.id, version: 1, body };
}
