import type { EventLog, NewRecord } from '@yihaotong/event-log';
import { type PetitionReceived, readEvent, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';

/** The platform with another log. */
export function withLog(change: (log: EventLog) => Partial<EventLog>) {
  return (platform: Platform): Platform => {
    const { eventLog: log } = platform;
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
    return { ...platform, eventLog: { ...same, ...change(log) } };
  };
}

/** The platform as an adapter has it that writes its petitions to the log by itself, and so past what the kit does. */
export function withPetitions(change: (event: PetitionReceived, record: NewRecord) => PetitionReceived) {
  return withLog((log) => ({
    append: (topic, records) =>
      log.append(
        topic,
        topic !== 'petitions.received'
          ? records
          : records.map((record) => {
              const event = change(readEvent('petitions.received', record.value), record);
              return { ...record, value: writeEvent('petitions.received', event) };
            }),
      ),
  }));
}

/** The same, where the text alone is changed. */
export function withText(change: (text: string) => string) {
  return withPetitions((event) => {
    const { petition } = event.data;
    return { ...event, data: { ...event.data, petition: { ...petition, text: change(petition.text) } } };
  });
}
