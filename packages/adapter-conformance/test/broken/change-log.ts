import { changedLog } from '@yihaotong/adapter-kit/testing';
import type { EventLog, NewRecord } from '@yihaotong/event-log';
import { type PetitionReceived, readEvent, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';

/** The platform with another log. */
export function withLog(change: (log: EventLog) => Partial<EventLog>) {
  return (platform: Platform): Platform => {
    const { eventLog } = platform;
    return { ...platform, eventLog: changedLog(eventLog, change(eventLog)) };
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
