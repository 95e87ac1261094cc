import { type EventOf, envelope, type Petition, type RawItem, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { SPANS } from '@yihaotong/telemetry';
import type { Blobs } from '../attachments/blobs.ts';
import { takeAttachments } from '../attachments/take.ts';
import type { Acceptance, Channel, ConfigFields, ConfigOf, PetitionDraft, RawInput, Reading } from '../channel.ts';
import { REPLY_WINDOWS, type WindowBody } from '../collections.ts';
import { TryAgainError } from '../errors.ts';
import { codeOf, nameOf } from '../facts.ts';
import type { Health } from '../health.ts';
import type { Sink } from '../outbox/sink.ts';
import type { Step } from '../outbox/step.ts';
import { sourceOf } from '../source.ts';
import { keyOf, type Written, withAttachments, writePetition } from './petition.ts';
import { quarantineSteps, type Reason } from './quarantine.ts';
import { elsewhereRaw, HEAD_LENGTH, INLINE_LIMIT, inlineRaw, sha256 } from './raw.ts';

/** A record of the log may have 4 MiB; its key and headers need some of it. */
const RECORD_LIMIT = 4 * 1024 * 1024 - 16 * 1024;

export interface ReceiverParts<F extends ConfigFields> {
  channel: Channel<F>;
  config: ConfigOf<F>;
  platform: Platform;
  sink: Sink;
  blobs: Blobs;
  health: Health;
  /** Called when something is to be fetched. */
  onFetch: () => void;
}

/** What became of reading and building, before anything is written. */
type Prepared =
  | { kind: 'petitions'; steps: Step[]; petitions: readonly { id: string; queryCode: string }[]; fetches: boolean }
  | { kind: 'nothing'; reason: string }
  | { kind: 'unreadable'; reason: Reason };

/** Takes items in: reads, cleans, seals, makes durable. */
export class Receiver<F extends ConfigFields> {
  readonly #parts: ReceiverParts<F>;
  readonly #running = new Set<Promise<Acceptance>>();
  #open = false;

  constructor(parts: ReceiverParts<F>) {
    this.#parts = parts;
  }

  open(): void {
    this.#open = true;
  }

  /** Takes in nothing more and waits for what is under way. */
  async close(): Promise<void> {
    this.#open = false;
    await Promise.allSettled(this.#running);
  }

  async accept(raw: RawInput): Promise<Acceptance> {
    if (!this.#open) throw new TryAgainError('the channel is starting or stopping', 5);
    const { telemetry } = this.#parts.platform;
    const attributes = { channel: this.#parts.channel.id };
    const accepting = telemetry.span(SPANS.accept, attributes, () => this.#accept(raw));
    this.#running.add(accepting);
    try {
      return await accepting;
    } finally {
      this.#running.delete(accepting);
    }
  }

  /** Reads an item again; what it says goes on the log, and nothing is quarantined anew. */
  async reread(raw: RawInput): Promise<Acceptance | { kind: 'unreadable'; reason: Reason }> {
    const prepared = await this.#prepare(raw);
    if (prepared.kind !== 'petitions') return prepared;
    await this.#parts.sink.commit(prepared.steps);
    if (prepared.fetches) this.#parts.onFetch();
    return { kind: 'accepted', petitions: prepared.petitions };
  }

  async #accept(raw: RawInput): Promise<Acceptance> {
    const reading = await this.reread(raw);
    if (reading.kind === 'unreadable') return this.#quarantine(raw, reading.reason);
    if (reading.kind === 'accepted') this.#count(reading.petitions.length);
    return reading;
  }

  async #quarantine(raw: RawInput, reason: Reason): Promise<Acceptance> {
    const { channel, platform, sink } = this.#parts;
    const hash = sha256(raw.body);
    const body = reason.code === 'too-large' ? raw.body.subarray(0, HEAD_LENGTH) : raw.body;
    const item = await this.#rawItem({ ...raw, body }, hash);
    const { quarantineId, steps } = quarantineSteps(
      { channel: channel.id, account: raw.account || '-', reason, raw: item, receivedAt: raw.receivedAt },
      platform.telemetry.traceHeaders(),
      platform.now(),
    );
    await sink.commit(steps);
    this.#count(1);
    platform.telemetry.count('quarantined', { channel: channel.id, stage: 'adapter', code: reason.code });
    return { kind: 'quarantined', quarantineId, ...reason };
  }

  async #prepare(raw: RawInput): Promise<Prepared> {
    if (raw.account === '') return unreadable('no-account', 'the adapter did not say which account it came in on');
    const { maxItemBytes } = this.#parts.channel.capabilities;
    const size = raw.body.byteLength;
    if (size > maxItemBytes) {
      const message = `${size} bytes, at most ${maxItemBytes} are read; the first ${HEAD_LENGTH} are kept`;
      return unreadable('too-large', message);
    }
    const reading = this.#read(raw);
    if (reading.kind === 'nothing') return reading;
    if (reading.kind === 'unreadable') return unreadable(reading.code, reading.message);
    try {
      return await this.#build(reading.drafts, raw);
    } catch (error) {
      if (error instanceof TryAgainError) throw error;
      return unreadable('bad-draft', `what the adapter read is no petition (${nameOf(error)})`);
    }
  }

  /** An adapter that throws has read nothing; its message may quote the item, so only the error's name is kept. */
  #read(raw: RawInput): Reading {
    const { channel, config } = this.#parts;
    try {
      return channel.read(raw, { config, channel: channel.id });
    } catch (error) {
      return { kind: 'unreadable', code: 'read-failed', message: `the adapter threw ${nameOf(error)}` };
    }
  }

  async #build(drafts: readonly PetitionDraft[], raw: RawInput): Promise<Prepared> {
    const { channel, platform } = this.#parts;
    const sender = { channel: channel.id, version: channel.version, seal: platform.seal };
    const item = await this.#rawItem(raw, sha256(raw.body), drafts.length > 1);
    const written = drafts.map((draft) => ({ draft, petition: writePetition(draft, raw, sender) }));
    const headers = platform.telemetry.traceHeaders();
    const before: Step[] = [];
    const records = [];
    for (const { draft, petition } of written) {
      const { attachments, steps } = await this.#attachments(draft, petition.id);
      before.push(...steps);
      const event = receivedEvent(petition.id, withAttachments(petition, attachments), item);
      const value = writeEvent('petitions.received', event);
      if (value.byteLength > RECORD_LIMIT) return tooLong(value.byteLength);
      records.push({ key: keyOf(petition), value, headers });
    }
    const petitions = written.map(({ petition }) => ({ id: petition.id, queryCode: petition.queryCode }));
    const received: Step = { kind: 'records', topic: 'petitions.received', records };
    const steps = [...before, received, ...this.#windows(written.map(({ petition }) => petition))];
    return { kind: 'petitions', steps, petitions, fetches: before.length > 0 };
  }

  async #rawItem(raw: RawInput, hash: string, shared = false): Promise<RawItem> {
    const { platform, blobs, health } = this.#parts;
    // Several petitions of one item do not each carry it.
    if (raw.body.byteLength <= INLINE_LIMIT && !shared) return inlineRaw(raw, hash, platform.seal);
    await blobs.storeSealed(hash, raw.body, platform.seal).catch((cause) => diskAway(health, cause));
    return elsewhereRaw(raw, hash);
  }

  async #attachments(draft: PetitionDraft, petitionId: string) {
    const { channel, platform, blobs, health } = this.#parts;
    const limits = channel.capabilities.attachments;
    const taking = { channel: channel.id, petitionId, limits, blobs, now: platform.now() };
    const taken = await takeAttachments(draft.attachments, taking).catch((cause) => diskAway(health, cause));
    health.well('blob-disk');
    return taken;
  }

  /** Where the channel's window closes, when each citizen last wrote. */
  #windows(petitions: readonly Written[]): Step[] {
    const { channel } = this.#parts;
    if (!channel.capabilities.reply?.windowHours) return [];
    const documents = petitions.flatMap(({ citizen, receivedAt }) => {
      const body: WindowBody = { channel: channel.id, lastAt: receivedAt };
      return citizen.key ? [{ id: `${channel.id}/${citizen.key}`, version: Date.parse(receivedAt), body }] : [];
    });
    return documents.length > 0 ? [{ kind: 'documents', collection: REPLY_WINDOWS, documents }] : [];
  }

  #count(items: number): void {
    this.#parts.health.received();
    this.#parts.platform.telemetry.count('received', { channel: this.#parts.channel.id }, items);
  }
}

function receivedEvent(id: string, petition: Petition, raw: RawItem): EventOf<'petitions.received'> {
  return envelope('petition.received', {
    id,
    source: sourceOf(petition.channel, petition.account),
    subject: id,
    time: new Date(petition.receivedAt),
    data: { petition, raw },
  });
}

function tooLong(bytes: number): Prepared {
  const message = `it makes an event of ${bytes} bytes, at most ${RECORD_LIMIT} fit`;
  return unreadable('too-long', message);
}

const unreadable = (code: string, message: string): Prepared => ({ kind: 'unreadable', reason: { code, message } });

function diskAway(health: Health, cause: unknown): never {
  health.trouble('blob-disk', `the attachment folder cannot be written (${codeOf(cause) ?? nameOf(cause)})`);
  throw new TryAgainError('the attachment folder does not take files', 30, cause);
}
