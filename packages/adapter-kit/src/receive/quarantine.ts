import {
  derivedId,
  type EventOf,
  envelope,
  type PetitionQuarantined,
  type RawItem,
  writeEvent,
} from '@yihaotong/petition-event';
import { QUARANTINED_ITEMS, type QuarantinedBody } from '../collections.ts';
import type { Step } from '../outbox/step.ts';
import { sourceOf } from '../source.ts';

/** Why an item could not be read. */
export interface Reason {
  code: string;
  message: string;
}

export interface Unread {
  channel: string;
  account: string;
  reason: Reason;
  raw: RawItem;
  receivedAt: Date;
}

/** The id of an unreadable item: the same bytes on the same account are one entry. */
export function quarantineId(channel: string, account: string, sha256: string): string {
  return derivedId('quarantine', channel, account, sha256);
}

/** What quarantines an item: the event first, then the document from which a replay takes it. */
export function quarantineSteps(
  { channel, account, reason, raw, receivedAt }: Unread,
  headers: Readonly<Record<string, string>>,
  now: Date,
): { quarantineId: string; steps: Step[] } {
  const id = quarantineId(channel, account, raw.sha256);
  const item: PetitionQuarantined['data'] = {
    quarantineId: id,
    stage: 'adapter',
    channel,
    account,
    reason,
    raw,
    receivedAt: receivedAt.toISOString(),
    origin: null,
  };
  const event = quarantinedEvent(item, derivedId('quarantined', id, item.receivedAt), receivedAt);
  const body: QuarantinedBody = { channel, state: 'quarantined', item };
  // The clock as version: delivered again, it is the later one that counts.
  const document = { id, version: now.getTime(), body };
  return {
    quarantineId: id,
    steps: [
      quarantineRecord(event, headers),
      { kind: 'documents', collection: QUARANTINED_ITEMS, documents: [document] },
    ],
  };
}

export function quarantinedEvent(item: PetitionQuarantined['data'], id: string, time: Date): PetitionQuarantined {
  const source = sourceOf(item.channel, item.account);
  return envelope('petition.quarantined', { id, source, subject: item.quarantineId, time, data: item });
}

/** One record of `petitions.quarantined`. */
export function quarantineRecord(
  event: EventOf<'petitions.quarantined'>,
  headers: Readonly<Record<string, string>>,
): Step {
  const value = writeEvent('petitions.quarantined', event);
  return { kind: 'records', topic: 'petitions.quarantined', records: [{ key: event.subject, value, headers }] };
}
