import { setTimeout as sleep } from 'node:timers/promises';
import type { LogRecord } from '../port.ts';
import { edges, type Place } from './group.ts';
import { fetchFrom } from './records.ts';
import { unavailable, type Wire } from './wire.ts';

const WAIT_MS = 500;
const RETRY_MS = 200;
const GIVE_UP_MS = 15_000;

/**
 * Reads without a group: fetch requests to the partition's leader. (A throw-away group would have to join first, which takes
 * seconds on a cluster with the usual settings, and would leave its name behind on the brokers.)
 */
export function readBack(wire: Wire, place: Place, from: number): AsyncIterable<LogRecord> {
  const end = retrying(`tell the end of ${place.topic}`, () => edge(wire, place, 'latest'));
  // Whoever iterates sees the failure; nobody has to.
  end.catch(() => undefined);
  return pages(wire, place, from, end);
}

async function* pages(wire: Wire, place: Place, from: number, ending: Promise<number>): AsyncGenerator<LogRecord> {
  const end = await ending;
  let next = from;
  if (next < end) {
    next = Math.max(next, await retrying(`tell the start of ${place.topic}`, () => edge(wire, place, 'earliest')));
  }
  while (next < end) {
    const page = await retrying(`give the records of ${place.topic}`, () => fetchPage(wire, place, next));
    for (const record of page.records) if (record.offset < end) yield record;
    next = page.next;
  }
}

async function edge(wire: Wire, place: Place, which: 'earliest' | 'latest'): Promise<number> {
  return (await edges(wire, [place], which)).get(`${place.topic}/${place.partition}`) ?? 0;
}

/** Never empty: before the end there is something. */
async function fetchPage(
  wire: Wire,
  { topic, partition }: Place,
  offset: number,
): Promise<{ records: LogRecord[]; next: number }> {
  return wire.use([topic], async (cluster) => {
    const leader = cluster
      .findTopicPartitionMetadata(topic)
      .find(({ partitionId }) => partitionId === partition)?.leader;
    const broker = await cluster.findBroker({ nodeId: leader ?? -1 });
    const [page] = await wire.inTurn(() => fetchFrom(broker, [{ topic, partition, offset }], WAIT_MS));
    if (!page || page.next === offset) throw new Error(`nothing came back of ${topic}/${partition} at ${offset}`);
    return page;
  });
}

async function retrying<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > giveUpAt) throw unavailable(error, doing);
      await sleep(RETRY_MS);
    }
  }
}
