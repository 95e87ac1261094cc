import type { Batch, Consumption, LogRecord } from '@yihaotong/event-log';
import { type EventOf, readEvent, type Topic, UnreadableEventError } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { GROUPS } from '../ledger/groups.ts';

export interface Read<T extends Topic> {
  record: LogRecord;
  event: EventOf<T>;
}

/** `unreadable`: records of the batch that are no events; the rest goes on without them. */
type Handle<T extends Topic> = (
  events: readonly Read<T>[],
  batch: Batch,
  unreadable: readonly LogRecord[],
) => Promise<void>;

/** Reads a topic in the desk's own group and gives its events to a handler, a batch at a time. */
export function consumeTopic<T extends keyof typeof GROUPS>(
  platform: Platform,
  topic: T,
  handle: Handle<T>,
): Promise<Consumption> {
  return platform.eventLog.consume(
    {
      group: GROUPS[topic],
      topics: [topic],
      startAt: 'earliest',
      // Five topics of six partitions are read side by side: larger batches fill the memory when there is much to catch up.
      maxBatch: 250,
      onError: (error, { partition }) => {
        platform.telemetry.count('handlerErrors', { service: 'desk', topic });
        const name = error instanceof Error ? error.name : 'error';
        platform.telemetry.logger.warn({ topic, partition, error: name }, 'a batch failed and comes again');
      },
    },
    (batch) => {
      const { events, unreadable } = readBatch(platform, topic, batch);
      return handle(events, batch, unreadable);
    },
  );
}

/** One bad record stops nobody: it raises an alarm, the rest goes on. */
function readBatch<T extends Topic>(platform: Platform, topic: T, batch: Batch) {
  const events: Read<T>[] = [];
  const unreadable: LogRecord[] = [];
  for (const record of batch.records) {
    try {
      events.push({ record, event: readEvent(topic, record.value) });
    } catch (error) {
      if (!(error instanceof UnreadableEventError)) throw error;
      unreadable.push(record);
      const place = `${topic}/${batch.partition}/${record.offset}`;
      platform.telemetry.alarm('unreadable-record', `the record at ${place} is left out`, { service: 'desk', topic });
    }
  }
  return { events, unreadable };
}
