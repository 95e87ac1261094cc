import type { LogRecord } from '@yihaotong/event-log';
import { cameInOf, type PetitionNormalized, type PetitionReceived } from '@yihaotong/petition-event';
import { utc } from '../moment.ts';
import type { Counted } from './fold.ts';

export function countedReceived({ record, event }: { record: LogRecord; event: PetitionReceived }): Counted {
  const { channel, receivedAt } = event.data.petition;
  return { offset: record.offset, channel, receivedAt: utc(receivedAt), kind: 'received', origin: null };
}

export function countedNormalized({ record, event }: { record: LogRecord; event: PetitionNormalized }): Counted {
  const { petition, relation, origin } = event.data;
  const kind = relation.kind === 'redelivery' ? 'redelivered' : 'normalized';
  return { offset: record.offset, channel: petition.channel, receivedAt: utc(petition.receivedAt), kind, origin };
}

/**
 * A record of `petitions.received` that is no event. The normalizer quarantines it under the same channel, and the time at
 * which the log took it; it was received there and then.
 */
export function countedUnreadable({ offset, value, timestamp }: LogRecord): Counted {
  const { channel } = cameInOf(value);
  return { offset, channel, receivedAt: new Date(timestamp).toISOString(), kind: 'received', origin: null };
}
