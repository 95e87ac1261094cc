import { type Collection, type Stored, VersionConflictError } from '@yihaotong/document-store';
import type { Batch, Consumption, EventLog, LogRecord } from '@yihaotong/event-log';
import { type CaseSnapshot, readEvent, UnreadableEventError } from '@yihaotong/petition-event';
import type { Telemetry } from '@yihaotong/telemetry';
import { NOTHING_YET, type RequestBody } from './document.ts';
import { withCase, withNormalized, withReceived } from './merge.ts';

export const PROJECTION_GROUP = 'app-requests';
const SERVICE = 'app-adapter';

/** What a record means for the documents. */
type Change =
  | { kind: 'one'; petitionId: string; merge: (body: RequestBody) => RequestBody }
  /** Every petition of the case. */
  | { kind: 'case'; snapshot: CaseSnapshot; time: string };

interface Needs {
  eventLog: EventLog;
  requests: Collection<RequestBody>;
  telemetry: Telemetry;
  /** Called with the petitions whose documents have been written. */
  onStored(ids: Iterable<string>): void;
}

/** Keeps the documents up to date with the log, from its beginning on. */
export function project(needs: Needs): Promise<Consumption> {
  const { eventLog, telemetry } = needs;
  return eventLog.consume(
    {
      group: PROJECTION_GROUP,
      topics: ['petitions.received', 'petitions.normalized', 'cases'],
      startAt: 'earliest',
      // Records hold whole raw items: few at a time keep memory small.
      maxBatch: 100,
      onError: (error, { topic }) => {
        telemetry.count('handlerErrors', { service: SERVICE, topic });
        telemetry.logger.warn({ topic, error: error instanceof Error ? error.name : 'error' }, 'projection failed');
      },
    },
    (batch) => handle(batch, needs),
  );
}

async function handle(batch: Batch, { requests, telemetry, onStored }: Needs): Promise<void> {
  let waiting: Extract<Change, { kind: 'one' }>[] = [];
  for (const record of batch.records) {
    if (batch.signal.aborted) return;
    const change = changeOf(record, telemetry);
    if (change?.kind === 'one') waiting.push(change);
    if (change?.kind === 'case') {
      await applyToOnes(requests, waiting);
      waiting = [];
      await applyToCase(requests, change.snapshot, change.time);
      await batch.progress(record.offset + 1);
    }
  }
  await applyToOnes(requests, waiting);
  onStored(waiting.map(({ petitionId }) => petitionId));
}

/** Null: the record concerns no petition, or cannot be read (which the reader of that topic quarantines). */
function changeOf(record: LogRecord, telemetry: Telemetry): Change | null {
  try {
    return meaning(record);
  } catch (error) {
    if (!(error instanceof UnreadableEventError)) throw error;
    telemetry.alarm('unreadable-event', `offset ${record.offset} of partition ${record.partition} is left out`, {
      service: SERVICE,
      topic: record.topic,
    });
    return null;
  }
}

function meaning({ topic, value }: LogRecord): Change | null {
  if (topic === 'petitions.received') {
    const event = readEvent(topic, value);
    return { kind: 'one', petitionId: event.subject, merge: (body) => withReceived(body, event) };
  }
  if (topic === 'petitions.normalized') {
    const event = readEvent(topic, value);
    return { kind: 'one', petitionId: event.subject, merge: (body) => withNormalized(body, event) };
  }
  if (topic !== 'cases') return null;
  const { type, time, data } = readEvent(topic, value);
  const { petitionId } = data.change;
  if (type === 'case.opened' || type === 'case.joined') {
    // A joining petition changes nothing for those that were there before.
    if (petitionId === null) return null;
    return { kind: 'one', petitionId, merge: (body) => withCase(body, data.case, time) };
  }
  return type === 'case.refused' ? null : { kind: 'case', snapshot: data.case, time };
}

async function applyToCase(requests: Collection<RequestBody>, snapshot: CaseSnapshot, time: string): Promise<void> {
  let after: string | null = null;
  do {
    const page = await requests.find({ where: { caseId: snapshot.caseId }, limit: 1000, after });
    await Promise.all(page.items.map((found) => write(requests, found, (body) => withCase(body, snapshot, time))));
    after = page.next;
  } while (after !== null);
}

async function applyToOnes(
  requests: Collection<RequestBody>,
  changes: readonly Extract<Change, { kind: 'one' }>[],
): Promise<void> {
  if (changes.length === 0) return;
  const merges = new Map<string, ((body: RequestBody) => RequestBody)[]>();
  for (const { petitionId, merge } of changes) merges.set(petitionId, [...(merges.get(petitionId) ?? []), merge]);
  const found = new Map((await requests.getMany([...merges.keys()])).map((stored) => [stored.id, stored]));
  const writes = [...merges].map(([id, ofOne]) =>
    write(requests, found.get(id) ?? fresh(id), (body) => ofOne.reduce((merged, merge) => merge(merged), body)),
  );
  await Promise.all(writes);
}

const fresh = (id: string): Stored<RequestBody> => ({ id, version: 0, body: NOTHING_YET });

/** Three topics write one document at the same time: whoever comes second reads again and merges again. */
async function write(
  requests: Collection<RequestBody>,
  found: Stored<RequestBody>,
  merge: (body: RequestBody) => RequestBody,
): Promise<void> {
  for (let stored = found; ; ) {
    const merged = merge(stored.body);
    if (merged === stored.body) return;
    try {
      await requests.put(stored.id, merged, stored.version);
      return;
    } catch (error) {
      if (!(error instanceof VersionConflictError)) throw error;
      stored = (await requests.get(stored.id)) ?? fresh(stored.id);
    }
  }
}
