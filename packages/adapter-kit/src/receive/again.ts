import type { EventLog, LogRecord, NewRecord } from '@yihaotong/event-log';
import { type PetitionQuarantined, readEvent, UnreadableEventError } from '@yihaotong/petition-event';
import type { Reason } from './quarantine.ts';

type Item = PetitionQuarantined['data'];

/** The record to append once more, and whose petition it is. */
export interface Again {
  record: NewRecord;
  petition: { id: string; queryCode: string };
}

/**
 * A record that the normalizer could not handle is no item of the channel: it goes on the log once more as it stands there,
 * for a normalizer that can. What routing could not handle is a petition that was counted already, and stays.
 */
export async function recordAgain(eventLog: EventLog, item: Item): Promise<Again | Reason> {
  const { origin, stage } = item;
  if (stage !== 'normalizer' || !origin) {
    return { code: item.reason.code, message: 'it was read; what routing cannot decide cannot be replayed' };
  }
  try {
    const record = await received(eventLog, origin);
    if (!record) return { code: 'raw-unavailable', message: 'the record is not on the log any more' };
    const { subject, data } = readEvent('petitions.received', record.value);
    const { key, value } = record;
    return { record: { key, value }, petition: { id: subject, queryCode: data.petition.queryCode } };
  } catch (error) {
    if (!(error instanceof UnreadableEventError)) throw error;
    return { code: item.reason.code, message: 'the record is still no event that can be read' };
  }
}

/** The record of `petitions.received` behind the one that could not be handled. */
async function received(eventLog: EventLog, origin: NonNullable<Item['origin']>): Promise<LogRecord | null> {
  const record = await recordAt(eventLog, origin.topic, origin);
  if (!record || origin.topic === 'petitions.received') return record;
  const { data } = readEvent('petitions.understood', record.value);
  return recordAt(eventLog, 'petitions.received', data.origin);
}

async function recordAt(
  eventLog: EventLog,
  topic: string,
  { partition, offset }: { partition: number; offset: number },
): Promise<LogRecord | null> {
  for await (const record of eventLog.read(topic, partition, offset)) return record.offset === offset ? record : null;
  return null;
}
