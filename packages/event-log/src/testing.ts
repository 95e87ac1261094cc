import type { EventLog } from './port.ts';

/** The same log, but for what is done otherwise: for tests that take it away, hold it back or let it die. */
export function changedLog<Change extends Partial<EventLog>>(log: EventLog, change: Change): EventLog & Change {
  const same: EventLog = {
    ensureTopics: (topics) => log.ensureTopics(topics),
    append: (topic, records) => log.append(topic, records),
    consume: (options, handler) => log.consume(options, handler),
    read: (topic, partition, from) => log.read(topic, partition, from),
    bounds: (topic) => log.bounds(topic),
    progressOf: (group, topic) => log.progressOf(group, topic),
    partitionOf: (topic, key) => log.partitionOf(topic, key),
    close: () => log.close(),
  };
  return Object.defineProperties({ ...same }, Object.getOwnPropertyDescriptors(change)) as EventLog & Change;
}
