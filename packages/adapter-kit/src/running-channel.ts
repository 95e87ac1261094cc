import { join } from 'node:path';
import type { Consumption } from '@yihaotong/event-log';
import type { Topic } from '@yihaotong/petition-event';
import type { Router } from 'express';
import { Blobs } from './attachments/blobs.ts';
import { Fetcher } from './attachments/fetcher.ts';
import type { Channel, ConfigFields, ConfigOf, Port } from './channel.ts';
import { nameOf } from './facts.ts';
import { Health } from './health.ts';
import { type Nonces, openNonces } from './nonces.ts';
import { OutboxFile } from './outbox/outbox-file.ts';
import { Sink } from './outbox/sink.ts';
import { Poller } from './poller.ts';
import { Receiver } from './receive/receiver.ts';
import { Replay } from './receive/replay.ts';
import { Replier } from './replies/replier.ts';
import type { ChannelParts, ChannelService } from './run.ts';
import { type ChannelStatus, StatusWriter } from './status.ts';
import { Ticker } from './ticker.ts';

/** A configured channel at work: its parts, put together. */
export class RunningChannel<F extends ConfigFields> implements ChannelService {
  readonly name: string;
  readonly channel: Channel;
  readonly routes?: Router;
  readonly #parts: ChannelParts<F>;
  readonly #health: Health;
  readonly #nonces: Nonces;
  readonly #outbox: OutboxFile;
  readonly #blobs: Blobs;
  readonly #sink: Sink;
  readonly #receiver: Receiver<F>;
  readonly #replier: Replier<F>;
  readonly #replay: Replay;
  readonly #poller: Poller<F> | null;
  readonly #tickers: readonly Ticker[];
  readonly #status: StatusWriter;
  #consumptions: Consumption[] = [];
  #state: 'new' | 'started' | 'stopped' = 'new';

  constructor(parts: ChannelParts<F>) {
    const { channel, config, kit, platform, tuning } = parts;
    const { eventLog, documentStore, telemetry, now, dataFolder } = platform;
    this.#parts = parts;
    this.name = `${channel.id}-adapter`;
    this.channel = channel;
    this.#health = new Health(channel.id, telemetry, now);
    const health = this.#health;
    const folder = join(dataFolder, 'adapters', channel.id);
    const aside = (code: string) => (path: string) => health.alarm(code, `the file was damaged and is now ${path}`);
    this.#nonces = openNonces(join(folder, 'nonces.db'), now, aside('nonces-torn'));
    const limits = { items: kit.OUTBOX_MAX_ITEMS, bytes: kit.OUTBOX_MAX_BYTES };
    this.#outbox = new OutboxFile(join(folder, 'outbox.db'), limits, now, aside('outbox-torn'));
    const patience = tuning.appendPatience;
    this.#sink = new Sink({ eventLog, documentStore, outbox: this.#outbox, health, patience });
    const sink = this.#sink;
    this.#blobs = new Blobs(join(dataFolder, 'blobs'));
    const blobs = this.#blobs;
    const fetcher = new Fetcher({
      channel: channel.id,
      limits: channel.capabilities.attachments,
      platform,
      blobs,
      tuning: tuning.fetches,
      allow: kit.ATTACHMENT_ALLOWED_NETWORKS,
    });
    const fetches = new Ticker(tuning.tick, (signal) => fetcher.takeUpDue(signal), this.#failed('attachments'));
    const onFetch = () => fetches.hurry();
    this.#receiver = new Receiver({ channel, config, platform, sink, blobs, health, onFetch });
    const port = this.#port(config);
    this.#replier = new Replier({ channel, port, platform, sink, health, tuning: tuning.replies });
    const replies = new Ticker(tuning.tick, (signal) => this.#replier.takeUpDue(signal), this.#failed('replies'));
    this.#tickers = [fetches, replies];
    const reread = this.#receiver.reread.bind(this.#receiver);
    this.#replay = new Replay({ channel: channel.id, platform, sink, blobs, reread });
    this.#poller = channel.kind === 'poll' ? new Poller(channel, port, platform, health) : null;
    if (channel.kind === 'push') this.routes = channel.serve(port);
    this.#status = new StatusWriter(channel, platform, () => this.status(), tuning.statusEvery);
    health.onChange(() => this.#status.changed());
    health.outbox(this.#outbox.items);
  }

  async start(): Promise<void> {
    if (this.#outbox.parked > 0) {
      this.#health.trouble(
        'outbox-stuck',
        `${this.#outbox.parked} items of the outbox were refused and stay in its file`,
      );
    }
    await this.#blobs.tidy(this.#parts.platform.now());
    this.#sink.start();
    this.#receiver.open();
    this.#consumptions = await Promise.all([
      this.#consume('replies', 'replies', (batch) => this.#replier.handle(batch)),
      this.#consume('desk.actions', 'replay', (batch) => this.#replay.handle(batch)),
    ]);
    for (const ticker of this.#tickers) ticker.start();
    this.#poller?.start();
    this.#status.start();
    this.#state = 'started';
  }

  /** Takes in nothing more; what was begun is finished; what waits stays in the outbox. */
  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    await this.#poller?.stop();
    await this.#receiver.close();
    await Promise.all(this.#consumptions.map((consumption) => consumption.close()));
    await Promise.all(this.#tickers.map((ticker) => ticker.stop()));
    await this.#status.stop();
    await this.#sink.close();
    this.#outbox.close();
    this.#nonces.close();
  }

  notReady(): string | null {
    return this.#state === 'started' ? null : 'starting or stopping';
  }

  status(): ChannelStatus {
    return this.#health.status();
  }

  #port(config: ConfigOf<F>): Port<ConfigOf<F>> {
    const { telemetry, now } = this.#parts.platform;
    const channel = this.channel.id;
    return {
      config,
      telemetry,
      now,
      accept: (raw) => this.#receiver.accept(raw),
      firstUse: (nonce, until) => this.#nonces.firstUse(nonce, until),
      once: (nonce, until, work) => this.#nonces.once(nonce, until, work),
      refused: (code) => telemetry.count('refused', { channel, code }),
    };
  }

  #consume(
    topic: Topic,
    purpose: string,
    handler: Parameters<ChannelParts<F>['platform']['eventLog']['consume']>[1],
  ): Promise<Consumption> {
    const group = `${this.channel.id}-adapter-${purpose}`;
    const onError = this.#failed(topic);
    return this.#parts.platform.eventLog.consume(
      { group, topics: [topic], startAt: 'earliest', maxBatch: 100, onError },
      handler,
    );
  }

  /** A failure that is tried again by itself: counted and logged by its name alone. */
  #failed(topic: string): (error: unknown) => void {
    const { telemetry } = this.#parts.platform;
    return (error) => {
      // A stop in the middle of a batch: the rest comes again.
      if (nameOf(error) === 'AbortError') return;
      telemetry.count('handlerErrors', { service: this.name, topic });
      telemetry.logger.warn({ channel: this.channel.id, topic, error: nameOf(error) }, 'a failure that is tried again');
    };
  }
}
