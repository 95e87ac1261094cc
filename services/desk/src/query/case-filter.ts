import type { Condition, Where } from '@yihaotong/document-store';
import type { Lamp } from '@yihaotong/hotline-policy';
import type { CaseFilter } from '../api/schema.ts';
import { utc } from '../moment.ts';

/** What the store is asked for. */
export interface Asked {
  where: Where;
  anyOf?: readonly Where[];
}

/**
 * The lamps of a moment as conditions on what is stored: the same rule as hotline-policy's `lampOf`, turned around, so
 * that nothing has to be written when a lamp turns.
 */
export function lampWhere(lamp: Lamp, now: Date): Where {
  const at = now.toISOString();
  switch (lamp) {
    case 'tick':
      return { open: false };
    case 'red':
      return { open: true, deadline: { lt: at } };
    case 'yellow':
      return { open: true, yellowAt: { lte: at }, deadline: { gte: at } };
    case 'green':
      return { open: true, yellowAt: { gt: at }, deadline: { gte: at } };
  }
}

/** A filter as the store is asked. `unitId`: the unit whose cases alone may be seen; null: all. */
export function caseAsked(filter: CaseFilter, unitId: string | null, now: Date): Asked {
  const where: Record<string, Condition> = {};
  if (filter.state) where.open = filter.state === 'open';
  if (filter.class) where.class = { in: filter.class };
  if (filter.topic) where.topicFirst = { in: filter.topic };
  if (filter.district) where.district = { in: filter.district };
  if (filter.channel) where.channel = { in: filter.channel };
  if (filter.urgency) where.urgency = { in: filter.urgency };
  if (filter.unsure !== undefined) where.unsure = filter.unsure;
  if (filter.matter) where.matterId = filter.matter;
  if (filter.q) where.search = { contains: filter.q };
  const opened = range(filter.openedFrom, filter.openedTo);
  if (opened) where.openedAt = opened;
  const units = unitsAsked(filter.unit, unitId);
  if (units) where.unitId = { in: units };
  return withLamps(where, filter.lamp, now);
}

function withLamps(where: Record<string, Condition>, lamps: readonly Lamp[] | undefined, now: Date): Asked {
  if (!lamps || lamps.length === 0) return { where };
  return { where, anyOf: lamps.map((lamp) => lampWhere(lamp, now)) };
}

/** A unit's own id stands above whatever it asks for. */
function unitsAsked(asked: readonly string[] | undefined, unitId: string | null): readonly string[] | null {
  if (unitId === null) return asked ?? null;
  return asked && !asked.includes(unitId) ? [] : [unitId];
}

/** From a moment on (included) up to another one (not included). */
export function range(from: string | undefined, to: string | undefined): Condition | null {
  if (from === undefined && to === undefined) return null;
  return { ...(from === undefined ? {} : { gte: utc(from) }), ...(to === undefined ? {} : { lt: utc(to) }) };
}
