import type { Collection, Stored } from '@yihaotong/document-store';
import type { Batch, LogRecord } from '@yihaotong/event-log';
import { derivedId, type EventOf, envelope, type PetitionQuarantined, readEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import type { Blobs } from '../attachments/blobs.ts';
import type { Acceptance, RawInput } from '../channel.ts';
import { QUARANTINED_ITEMS, type QuarantinedBody } from '../collections.ts';
import { codeOf, nameOf } from '../facts.ts';
import type { Sink } from '../outbox/sink.ts';
import { sourceOf } from '../source.ts';
import { recordAgain } from './again.ts';
import { quarantinedEvent, quarantineRecord, type Reason } from './quarantine.ts';
import { openRaw } from './raw.ts';

type Reread = Acceptance | { kind: 'unreadable'; reason: Reason };
type Replayed = Extract<EventOf<'desk.actions'>, { type: 'action.replayed' }>;

export interface ReplayParts {
  channel: string;
  platform: Platform;
  sink: Sink;
  blobs: Blobs;
  reread(raw: RawInput): Promise<Reread>;
}

/** Reads quarantined items again when someone at the desk asks for it. */
export class Replay {
  readonly #parts: ReplayParts;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
  }

  async handle(batch: Batch): Promise<void> {
    for (const record of batch.records) {
      if (batch.signal.aborted) return;
      const action = this.#actionOf(record);
      if (action) await this.#replay(action, record.headers);
      await batch.progress(record.offset + 1);
    }
  }

  #actionOf(record: LogRecord): Replayed | null {
    const { platform, channel } = this.#parts;
    try {
      const action = readEvent('desk.actions', record.value);
      return action.type === 'action.replayed' && action.data.channel === channel ? action : null;
    } catch {
      platform.telemetry.logger.warn({ offset: record.offset }, 'a record of desk.actions is unreadable: passed over');
      return null;
    }
  }

  async #replay(action: Replayed, headers: Readonly<Record<string, string>>): Promise<void> {
    const { platform } = this.#parts;
    const collection = await platform.documentStore.collection<QuarantinedBody>(QUARANTINED_ITEMS);
    const entry = await this.#entry(collection, action.data.quarantineId);
    if (!entry) {
      platform.telemetry.logger.warn(
        { quarantineId: action.data.quarantineId },
        'nothing is quarantined under this id',
      );
      return;
    }
    if (entry.body.state === 'recovered') return;
    const { item } = entry.body;
    const reading = item.stage === 'adapter' ? await this.#reread(item) : await this.#again(item, headers);
    if (reading.kind === 'unreadable') await this.#stays(collection, entry, action, reading.reason, headers);
    else await this.#recovered(collection, entry, action, reading, headers);
  }

  /** The document, or, where a crash came between event and document, the latest event of the item. */
  async #entry(collection: Collection<QuarantinedBody>, id: string): Promise<Stored<QuarantinedBody> | null> {
    const stored = await collection.get(id);
    if (stored) return stored;
    const { eventLog } = this.#parts.platform;
    const partition = await eventLog.partitionOf('petitions.quarantined', id);
    const first = (await eventLog.bounds('petitions.quarantined')).find((bounds) => bounds.partition === partition);
    let found: Stored<QuarantinedBody> | null = null;
    for await (const record of eventLog.read('petitions.quarantined', partition, first?.first ?? 0)) {
      if (record.key !== id) continue;
      const event = readEvent('petitions.quarantined', record.value);
      const recovered = event.type === 'petition.recovered';
      found = recovered
        ? null
        : { id, version: 0, body: { channel: event.data.channel, state: 'quarantined', item: event.data } };
    }
    return found;
  }

  async #reread(item: PetitionQuarantined['data']): Promise<Reread> {
    const raw = await this.#raw(item);
    return 'body' in raw ? this.#parts.reread(raw) : raw;
  }

  async #again(item: PetitionQuarantined['data'], headers: Readonly<Record<string, string>>): Promise<Reread> {
    const again = await recordAgain(this.#parts.platform.eventLog, item);
    if ('code' in again) return { kind: 'unreadable', reason: again };
    const records = [{ ...again.record, headers }];
    await this.#parts.sink.commit([{ kind: 'records', topic: 'petitions.received', records }]);
    return { kind: 'accepted', petitions: [again.petition] };
  }

  /** The item as it came, or why it cannot be had. */
  async #raw(item: PetitionQuarantined['data']): Promise<RawInput | { kind: 'unreadable'; reason: Reason }> {
    const { platform, blobs } = this.#parts;
    if (item.reason.code === 'too-large') return gone('too-large', 'only its head was kept: nothing to read again');
    const { mediaType, headers, body: sealed, sha256 } = item.raw;
    try {
      const body = sealed ? openRaw(sealed, platform.seal) : await blobs.readSealed(sha256, platform.seal);
      return { body, mediaType, headers, account: item.account, receivedAt: new Date(item.receivedAt) };
    } catch (error) {
      // Thrown on, it would hold up every replay behind it; it can be asked for again when key or file are back.
      return gone('raw-unavailable', `the raw item cannot be opened (${codeOf(error) ?? nameOf(error)})`);
    }
  }

  async #recovered(
    collection: Collection<QuarantinedBody>,
    entry: Stored<QuarantinedBody>,
    action: Replayed,
    reading: Acceptance,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { channel, account, quarantineId } = entry.body.item;
    const petitionIds = reading.kind === 'accepted' ? reading.petitions.map(({ id }) => id) : [];
    const event = envelope('petition.recovered', {
      id: derivedId('recovered', quarantineId, action.id),
      source: sourceOf(channel, account),
      subject: quarantineId,
      time: this.#parts.platform.now(),
      data: { quarantineId, channel, account, petitionIds },
    });
    await this.#parts.sink.commit([quarantineRecord(event, headers)]);
    await collection.put(entry.id, { ...entry.body, state: 'recovered' }, entry.version);
  }

  async #stays(
    collection: Collection<QuarantinedBody>,
    entry: Stored<QuarantinedBody>,
    action: Replayed,
    reason: Reason,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const item = { ...entry.body.item, reason };
    const id = derivedId('quarantined', item.quarantineId, action.id);
    const event = quarantinedEvent(item, id, this.#parts.platform.now());
    await this.#parts.sink.commit([quarantineRecord(event, headers)]);
    await collection.put(entry.id, { ...entry.body, item }, entry.version);
  }
}

const gone = (code: string, message: string) => ({ kind: 'unreadable' as const, reason: { code, message } });
