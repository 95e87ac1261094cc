import { type Collection, type Stored, VersionConflictError } from '@yihaotong/document-store';
import type { Batch, LogRecord } from '@yihaotong/event-log';
import { type EventOf, type ReplyRequested, readEvent } from '@yihaotong/petition-event';
import { SPANS } from '@yihaotong/telemetry';
import type { ConfigFields } from '../channel.ts';
import { REPLY_STATES, REPLY_WINDOWS, type ReplyBody, type WindowBody } from '../collections.ts';
import { sideBySide } from '../side-by-side.ts';
import { Delivery, type DeliveryParts, type ReplyCollections } from './delivery.ts';
import { firstState } from './outcome.ts';

/** Replies that are under way at one time. */
const LANES = 16;

/** Sends the replies of its channel, each once as far as we can know, and tells the log what became of it. */
export class Replier<F extends ConfigFields> {
  readonly #parts: DeliveryParts<F>;
  readonly #delivery: Delivery<F>;
  readonly #busy = new Set<string>();

  constructor(parts: DeliveryParts<F>) {
    this.#parts = parts;
    this.#delivery = new Delivery(parts);
  }

  async handle(batch: Batch): Promise<void> {
    const collections = await this.#collections();
    const lanes = inLanes(batch.records, LANES);
    await Promise.all(
      lanes.map(async (lane) => {
        for (const record of lane) if (!batch.signal.aborted) await this.#record(record, collections);
      }),
    );
    batch.signal.throwIfAborted();
  }

  /** Takes up what is due: further attempts, what a crash left half done, outcomes that the log has not heard of. */
  async takeUpDue(signal: AbortSignal): Promise<void> {
    const collections = await this.#collections();
    const channel = this.#parts.channel.id;
    const due = { lte: this.#parts.platform.now().toISOString() };
    const { items } = await collections.states.find({
      anyOf: [
        { channel, state: 'waiting', nextAttemptAt: due },
        { channel, state: 'sending', nextAttemptAt: due },
        { channel, announced: false },
      ],
      limit: 200,
    });
    await sideBySide(items, LANES, signal, ({ id }) => this.#proceed(id, collections, {}));
  }

  async #record(record: LogRecord, collections: ReplyCollections): Promise<void> {
    const event = this.#read(record);
    if (!event) return;
    const id = await this.#stateFor(event, collections);
    if (id) await this.#proceed(id, collections, record.headers);
  }

  #read(record: LogRecord): EventOf<'replies'> | null {
    try {
      return readEvent('replies', record.value);
    } catch {
      this.#parts.platform.telemetry.logger.warn(
        { offset: record.offset },
        'a record of replies is unreadable: passed over',
      );
      return null;
    }
  }

  /** The id of the state of the reply that the event gives to this channel; null where it gives none. */
  async #stateFor(event: EventOf<'replies'>, { states }: ReplyCollections): Promise<string | null> {
    const channel = this.#parts.channel.id;
    if (event.type === 'reply.requested' && event.data.channel === channel) {
      return this.#begin(states, event.data, []);
    }
    if (event.type !== 'reply.failed' || event.data.nextChannel !== channel) return null;
    const before = await states.get(`${event.data.replyId}/${event.data.channel}`);
    if (before) return this.#begin(states, before.body.request, before.body.tried);
    this.#parts.health.alarm('reply-unknown', `reply ${event.data.replyId} was handed over, and its text is not known`);
    return null;
  }

  async #begin(
    states: Collection<ReplyBody>,
    request: ReplyRequested['data'],
    tried: readonly string[],
  ): Promise<string> {
    const { channel, platform } = this.#parts;
    const id = `${request.replyId}/${channel.id}`;
    if (await states.get(id)) return id;
    await states.put(id, firstState(request, channel.id, tried, platform.now()), 0).catch(unlessConflict);
    return id;
  }

  /** Does what is next for a reply, and nothing where somebody does it already, here or in another process. */
  async #proceed(id: string, collections: ReplyCollections, headers: Readonly<Record<string, string>>): Promise<void> {
    if (this.#busy.has(id)) return;
    this.#busy.add(id);
    try {
      const state = await collections.states.get(id);
      if (state) await this.#next(state, collections, headers).catch(unlessConflict);
    } finally {
      this.#busy.delete(id);
    }
  }

  async #next(
    state: Stored<ReplyBody>,
    collections: ReplyCollections,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (!state.body.announced) return this.#delivery.announce(state, collections);
    if (state.body.state === 'delivered' || state.body.state === 'failed') return;
    // Waiting for its time, or on its way in another process until its lease is over.
    if (Date.parse(state.body.nextAttemptAt) > this.#parts.platform.now().getTime()) return;
    const { telemetry } = this.#parts.platform;
    const attributes = { channel: this.#parts.channel.id, kind: state.body.request.kind };
    await telemetry.span(SPANS.reply, attributes, () => this.#delivery.attempt(state, collections), headers);
  }

  async #collections(): Promise<ReplyCollections> {
    const { documentStore } = this.#parts.platform;
    return {
      states: await documentStore.collection<ReplyBody>(REPLY_STATES),
      windows: await documentStore.collection<WindowBody>(REPLY_WINDOWS),
    };
  }
}

/** Somebody else was faster, and does what is to be done. */
function unlessConflict(error: unknown): void {
  if (!(error instanceof VersionConflictError)) throw error;
}

/** Records in lanes that run side by side; those of one key stay in one lane, in order. */
function inLanes(records: readonly LogRecord[], most: number): LogRecord[][] {
  const lanes: LogRecord[][] = Array.from({ length: Math.min(most, records.length) }, () => []);
  const laneOf = new Map<string, LogRecord[]>();
  let next = 0;
  for (const record of records) {
    const lane = laneOf.get(record.key) ?? lanes[next++ % lanes.length] ?? [];
    laneOf.set(record.key, lane);
    lane.push(record);
  }
  return lanes;
}
