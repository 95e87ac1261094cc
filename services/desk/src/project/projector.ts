import type { Body, Collection, Stored } from '@yihaotong/document-store';
import type { Batch, LogRecord } from '@yihaotong/event-log';
import type { Platform } from '@yihaotong/service-host';
import { countedNormalized, countedReceived, countedUnreadable } from '../ledger/counted.ts';
import { tallyBatch } from '../ledger/tally.ts';
import { ANY_UNIT, type Hub } from '../live/hub.ts';
import type { QuarantineBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';
import { caseDocument, caseEntry, linkDocument } from './cases.ts';
import type { Read } from './consume.ts';
import { petitionDocument, redeliveryEntry } from './petitions.ts';
import { applyQuarantine } from './quarantine.ts';
import { outcomeDocument, replyDocument, replyEntry } from './replies.ts';
import { writeDocuments } from './write.ts';

type Events<T extends 'petitions.received' | 'petitions.normalized' | 'petitions.quarantined' | 'cases' | 'replies'> =
  readonly Read<T>[];

/** Writes each topic's events into the desk's documents. Every handler may see a batch again, or an older one. */
export function projector(collections: Collections, { seal, telemetry }: Platform, hub: Hub) {
  const write = <T extends Body>(collection: Collection<T>, documents: readonly (Stored<T> | null)[]) =>
    writeDocuments(collection, documents, (id) =>
      telemetry.alarm('unwritable-document', `the store refuses the document ${id}: it is left out`, {
        service: 'desk',
      }),
    );
  return {
    async received(
      events: Events<'petitions.received'>,
      { topic, partition }: Batch,
      unreadable: readonly LogRecord[] = [],
    ) {
      const counted = [...events.map(countedReceived), ...unreadable.map(countedUnreadable)];
      await tallyBatch(
        collections.tallies,
        topic,
        partition,
        counted.toSorted((a, b) => a.offset - b.offset),
      );
    },

    async normalized(events: Events<'petitions.normalized'>, { topic, partition }: Batch) {
      await write(
        collections.petitions,
        events.map(({ event }) => petitionDocument(event, seal)),
      );
      await write(
        collections.timeline,
        events.map(({ event }) => redeliveryEntry(event)),
      );
      await tallyBatch(collections.tallies, topic, partition, events.map(countedNormalized));
      hub.publish(events.map(({ event }) => ({ kind: 'petition', id: event.subject, unitId: null })));
    },

    async cases(events: Events<'cases'>) {
      await write(
        collections.links,
        events.map(({ event }) => linkDocument(event)),
      );
      await write(
        collections.timeline,
        events.map(({ event }) => caseEntry(event)),
      );
      await write(
        collections.cases,
        events.map(({ event }) => caseDocument(event)),
      );
      hub.publish(
        events.map(({ event: { data, type } }) => ({
          kind: 'case',
          id: data.case.caseId,
          // A correction may have taken the case from another unit, which has to hear of it too.
          unitId: type === 'case.corrected' ? ANY_UNIT : data.case.unit.id,
        })),
      );
    },

    async replies(events: Events<'replies'>) {
      await write(
        collections.replies,
        events.map(({ event }) => replyDocument(event)),
      );
      await write(
        collections.outcomes,
        events.map(({ event }) => outcomeDocument(event)),
      );
      await write(
        collections.timeline,
        events.map(({ event }) => replyEntry(event)),
      );
      hub.publish(events.map(({ event }) => ({ kind: 'petition', id: event.data.petitionId, unitId: null })));
    },

    async quarantined(events: Events<'petitions.quarantined'>) {
      const ids = [...new Set(events.map(({ event }) => event.data.quarantineId))];
      const entries = new Map((await collections.quarantine.getMany(ids)).map((entry) => [entry.id, entry]));
      for (const { record, event } of events) {
        const id = event.data.quarantineId;
        const after: Stored<QuarantineBody> | null = applyQuarantine(entries.get(id) ?? null, event, record.offset);
        if (after) entries.set(id, after);
      }
      await write(collections.quarantine, [...entries.values()]);
      hub.publish(ids.map((id) => ({ kind: 'quarantine', id, unitId: null })));
    },
  };
}

export type Projector = ReturnType<typeof projector>;
