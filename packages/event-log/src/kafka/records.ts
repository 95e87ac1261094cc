import type { LogRecord } from '../port.ts';
import type { Place } from './group.ts';
import type { Broker, FetchResponse, WireMessage } from './internals.ts';

/** Bytes of one partition, and of all together, in one answer; a larger single record still comes whole. */
const PARTITION_BYTES = 1024 * 1024;
const ANSWER_BYTES = 4 * 1024 * 1024;
/** Nothing here writes in transactions, so there is nothing to wait for. */
const READ_UNCOMMITTED = 0;

/** Asks one broker for records, waiting up to `maxWaitMs` for the first one. */
export async function fetchFrom(
  broker: Broker,
  wanted: readonly (Place & { offset: number })[],
  maxWaitMs: number,
): Promise<(Place & { records: LogRecord[]; next: number })[]> {
  const response = await broker.fetch({
    isolationLevel: READ_UNCOMMITTED,
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes: ANSWER_BYTES,
    topics: wanted.map(({ topic, partition, offset }) => ({
      topic,
      partitions: [{ partition, fetchOffset: String(offset), maxBytes: PARTITION_BYTES }],
    })),
  });
  const asked = new Map(wanted.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  return parts(response).map(({ topic, partition, messages }) => {
    const from = asked.get(`${topic}/${partition}`) ?? 0;
    // A batch comes whole, also where the asked offset is in the middle of it.
    const due = messages.filter(({ offset }) => Number(offset) >= from);
    const records = due.filter(({ isControlRecord }) => !isControlRecord);
    return {
      topic,
      partition,
      records: records.map((message) => toRecord(topic, partition, message)),
      next: Number(due.at(-1)?.offset ?? from - 1) + 1,
    };
  });
}

function parts({ responses }: FetchResponse): (Place & { messages: WireMessage[] })[] {
  return responses.flatMap(({ topicName, partitions }) =>
    partitions.map(({ partition, messages }) => ({ topic: topicName, partition, messages })),
  );
}

function toRecord(topic: string, partition: number, message: WireMessage): LogRecord {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const one = Array.isArray(value) ? value.at(-1) : value;
    if (one !== undefined) headers[name] = one.toString();
  }
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key?.toString('utf8') ?? '',
    value: message.value ?? Buffer.alloc(0),
    headers,
    timestamp: Number(message.timestamp),
  };
}
