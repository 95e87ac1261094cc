import type { Collection, Stored } from '@yihaotong/document-store';
import { type Sealed, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import type { Channel, ConfigFields, ConfigOf, OutgoingReply, Port } from '../channel.ts';
import type { ReplyBody, WindowBody } from '../collections.ts';
import { ReplyError } from '../errors.ts';
import type { Health } from '../health.ts';
import type { Sink } from '../outbox/sink.ts';
import type { Tuning } from '../tuning.ts';
import { outcomeEvent, pauseAfter } from './outcome.ts';
import { splitReply } from './split.ts';

const HOUR = 3_600_000;

export interface DeliveryParts<F extends ConfigFields> {
  channel: Channel<F>;
  port: Port<ConfigOf<F>>;
  platform: Platform;
  sink: Sink;
  health: Health;
  tuning: Tuning['replies'];
}

type State = Stored<ReplyBody>;
interface Gone {
  at: string;
  parts: number;
}

export interface ReplyCollections {
  states: Collection<ReplyBody>;
  windows: Collection<WindowBody>;
}

/** One attempt to send one reply, and what follows from it. */
export class Delivery<F extends ConfigFields> {
  readonly #parts: DeliveryParts<F>;
  /** What went out and could not be noted, since the store was away: it is noted later, and not sent again. */
  readonly #gone = new Map<string, Gone>();

  constructor(parts: DeliveryParts<F>) {
    this.#parts = parts;
  }

  /** Sends the reply, unless something stands in the way; notes and tells what became of it. */
  async attempt(state: State, collections: ReplyCollections): Promise<void> {
    const { channel, platform, port, tuning } = this.#parts;
    const gone = this.#gone.get(state.id);
    if (gone) return this.#delivered(state, collections, gone);
    const obstacle = await this.#obstacle(state.body, collections);
    if (obstacle) return this.#fail(state, collections, obstacle);
    const sending = await this.#put(collections, state, {
      state: 'sending',
      attempts: state.body.attempts + 1,
      nextAttemptAt: new Date(platform.now().getTime() + tuning.lease).toISOString(),
    });
    let parts = 0;
    try {
      const reply = this.#outgoing(sending.body);
      parts = reply.parts.length;
      // Half of the lease: nobody takes the reply up while it may still be on its way.
      await withinTime(channel.deliver?.(reply, port), tuning.lease / 2);
    } catch (error) {
      return this.#notDelivered(sending, collections, error);
    }
    this.#parts.health.delivered();
    const outcome = { at: platform.now().toISOString(), parts };
    this.#gone.set(state.id, outcome);
    await this.#delivered(sending, collections, outcome);
  }

  async #delivered(state: State, collections: ReplyCollections, outcome: Gone): Promise<void> {
    await this.#end(state, collections, { state: 'delivered', outcome });
    this.#gone.delete(state.id);
  }

  async #notDelivered(state: State, collections: ReplyCollections, error: unknown): Promise<void> {
    const { platform, channel, tuning } = this.#parts;
    const code = error instanceof ReplyError ? error.code : 'retry';
    if (code !== 'retry') {
      return this.#fail(state, collections, { code, message: error instanceof ReplyError ? error.message : '' });
    }
    const { attempts, request } = state.body;
    if (attempts >= tuning.attempts) {
      return this.#fail(state, collections, { code: 'gave-up', message: `not delivered in ${attempts} attempts` });
    }
    const pause = pauseAfter(attempts, tuning.firstPause, tuning.mostPause);
    platform.telemetry.count('replies', { channel: channel.id, kind: request.kind, outcome: 'retried' });
    const nextAttemptAt = new Date(platform.now().getTime() + pause).toISOString();
    await this.#put(collections, state, { state: 'waiting', nextAttemptAt });
  }

  /** Why it cannot go out on this channel at all; null when it can. */
  async #obstacle(body: ReplyBody, { windows }: ReplyCollections): Promise<{ code: string; message: string } | null> {
    const { channel, platform } = this.#parts;
    const { reply } = channel.capabilities;
    if (!reply) return { code: 'no-replies', message: 'nothing can be sent back on this channel' };
    if (channel.id !== body.request.channel && !this.#address(body)) {
      return { code: 'no-address', message: 'no address of the citizen is known on this channel' };
    }
    const key = body.request.citizen.key;
    if (reply.windowHours === null || !key) return null;
    const last = await windows.get(`${channel.id}/${key}`);
    // Not known when the citizen last wrote: the provider knows.
    const open = !last || platform.now().getTime() - Date.parse(last.body.lastAt) <= reply.windowHours * HOUR;
    return open ? null : { code: 'window-closed', message: `more than ${reply.windowHours} h since the citizen wrote` };
  }

  #outgoing(body: ReplyBody): OutgoingReply {
    const { channel, platform } = this.#parts;
    const address = this.#address(body);
    const { replyId, petitionId, queryCode, kind, text, account, threadId, inReplyTo } = body.request;
    const own = channel.id === body.request.channel;
    const limits = channel.capabilities.reply ?? { maxLength: text.length, maxParts: 1 };
    return {
      replyId,
      petitionId,
      queryCode,
      kind,
      account: own ? account : '',
      identity: address && platform.seal.open(address),
      threadId: own ? threadId : null,
      inReplyTo: own ? inReplyTo : null,
      parts: splitReply(text, limits, queryCode),
    };
  }

  /** On another channel than the petition's, a citizen is reached by phone number or not at all. */
  #address({ request }: ReplyBody): Sealed | null {
    const { channel } = this.#parts;
    if (channel.id === request.channel) return request.citizen.identity;
    return channel.capabilities.reply?.addressedBy === 'phone' ? request.citizen.phone : null;
  }

  #fail(state: State, collections: ReplyCollections, reason: { code: string; message: string }): Promise<void> {
    const outcome = { at: this.#parts.platform.now().toISOString(), ...reason };
    return this.#end(state, collections, { state: 'failed', outcome });
  }

  async #end(
    state: State,
    collections: ReplyCollections,
    end: Pick<ReplyBody, 'outcome'> & { state: 'delivered' | 'failed' },
  ): Promise<void> {
    const { platform, channel } = this.#parts;
    const ended = await this.#put(collections, state, { ...end, announced: false });
    const outcome = end.outcome && 'code' in end.outcome ? end.outcome.code : end.state;
    platform.telemetry.count('replies', { channel: channel.id, kind: state.body.request.kind, outcome });
    await this.announce(ended, collections);
  }

  /** Tells the log how the reply ended. */
  async announce(state: State, collections: ReplyCollections): Promise<void> {
    const { platform, sink } = this.#parts;
    const event = outcomeEvent(state.body);
    if (!event) return;
    const { citizen, petitionId } = state.body.request;
    const value = writeEvent('replies', event);
    const record = { key: citizen.key ?? petitionId, value, headers: platform.telemetry.traceHeaders() };
    await sink.commit([{ kind: 'records', topic: 'replies', records: [record] }]);
    await this.#put(collections, state, { announced: true });
  }

  async #put({ states }: ReplyCollections, { id, version, body }: State, change: Partial<ReplyBody>): Promise<State> {
    const changed: ReplyBody = { ...body, ...change };
    return { id, body: changed, version: await states.put(id, changed, version) };
  }
}

/** Throws ReplyError `retry` when the work takes longer. */
async function withinTime(work: Promise<void> | undefined, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ReplyError('retry', 'the provider did not answer in time')), milliseconds);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
