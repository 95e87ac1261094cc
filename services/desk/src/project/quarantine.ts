import type { Stored } from '@yihaotong/document-store';
import type { PetitionQuarantined, PetitionRecovered } from '@yihaotong/petition-event';
import { hourOf, utc } from '../moment.ts';
import type { QuarantineBody } from '../store/bodies.ts';

export type QuarantineEvent = PetitionQuarantined | PetitionRecovered;
type Entry = Stored<QuarantineBody>;

/** Longest sealed body that is kept with the entry: a document has room for 2 Mi. */
const LARGEST_BODY = 1_500_000;

/**
 * The entry after an event at an offset of its partition. One quarantine id keeps to one partition, so offsets give the
 * order: an event below the entry's version was applied before. Null: a recovery of what is not known here.
 */
export function applyQuarantine(entry: Entry | null, event: QuarantineEvent, offset: number): Entry | null {
  if (entry && entry.version > offset) return entry;
  const body =
    event.type === 'petition.quarantined' ? quarantined(entry?.body ?? null, event) : recovered(entry, event);
  return body && { id: event.data.quarantineId, version: offset + 1, body };
}

function quarantined(before: QuarantineBody | null, event: PetitionQuarantined): QuarantineBody {
  const { stage, channel, account, reason, raw, receivedAt } = event.data;
  const records = { open: [...(before?.records.open ?? [])], recovered: [...(before?.records.recovered ?? [])] };
  const record = countedRecord(event);
  if (record !== null && ![...records.open, ...records.recovered].includes(record)) records.open.push(record);
  return {
    state: 'open',
    stage,
    channel,
    account,
    code: reason.code,
    message: reason.message,
    raw: { ...raw, body: raw.body !== null && raw.body.length > LARGEST_BODY ? null : raw.body },
    receivedAt: utc(receivedAt),
    at: utc(event.time),
    petitionIds: before?.petitionIds ?? [],
    hour: before?.hour ?? hourOf(receivedAt),
    openItems: stage === 'adapter' ? 1 : (before?.openItems ?? 0),
    ...sizes(records),
    records,
  };
}

function recovered(entry: Entry | null, event: PetitionRecovered): QuarantineBody | null {
  if (!entry) return null;
  const { records } = entry.body;
  const after = { open: [], recovered: [...records.recovered, ...records.open] };
  return {
    ...entry.body,
    state: 'recovered',
    at: utc(event.time),
    petitionIds: [...new Set([...entry.body.petitionIds, ...event.data.petitionIds])],
    openItems: 0,
    ...sizes(after),
    records: after,
  };
}

const sizes = (records: QuarantineBody['records']) => ({
  openRecords: records.open.length,
  recoveredRecords: records.recovered.length,
});

/**
 * The record that will never come out of the normalizer, by its place; null for what the adapter put here (it never was
 * a record) and for what routing did (it is counted as normalized already).
 */
function countedRecord({ data: { stage, origin } }: PetitionQuarantined): string | null {
  return stage === 'normalizer' && origin ? `${origin.topic}/${origin.partition}/${origin.offset}` : null;
}
