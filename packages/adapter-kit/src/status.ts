import type { Body, CollectionSpec } from '@yihaotong/document-store';
import type { Platform } from '@yihaotong/service-host';
import type { Channel } from './channel.ts';
import { nameOf } from './facts.ts';
import { Ticker } from './ticker.ts';

/** A channel as the desk shows it. Times are RFC 3339. */
export interface ChannelStatus {
  /** `failing`: it is set up, and something is wrong that a person must look at. */
  state: 'running' | 'not-configured' | 'failing';
  /** Settings without which the channel stays off. */
  missing: readonly string[];
  /** Settings whose value cannot be right, and why; never the value. */
  wrong: readonly string[];
  lastReceivedAt: string | null;
  lastDeliveredAt: string | null;
  /** Items waiting on the adapter's own disk. */
  outboxItems: number;
  /** The latest ten, oldest first. */
  alarms: readonly { code: string; message: string; at: string }[];
}

/** The status document; its id is the channel's. */
export interface ChannelStatusBody extends Body, ChannelStatus {
  channel: string;
  kind: 'push' | 'poll';
  title: { zh: string; en: string };
  adapterVersion: string;
  updatedAt: string;
}

export const CHANNEL_STATUS = { name: 'channel-status', indexes: [['channel']] } satisfies CollectionSpec;

/** Writes the status document: at the start, soon after a change, and every so often. */
export class StatusWriter {
  readonly #channel: Channel;
  readonly #platform: Platform;
  readonly #read: () => ChannelStatus;
  readonly #ticker: Ticker;

  constructor(channel: Channel, platform: Platform, read: () => ChannelStatus, every: number) {
    this.#channel = channel;
    this.#platform = platform;
    this.#read = read;
    this.#ticker = new Ticker(
      every,
      () => this.#write(),
      (error) => {
        platform.telemetry.logger.warn(
          { channel: channel.id, error: nameOf(error) },
          'the status of a channel was not written',
        );
      },
    );
  }

  start(): void {
    this.#ticker.start();
  }

  changed(): void {
    this.#ticker.hurry();
  }

  async stop(): Promise<void> {
    await this.#ticker.stop();
  }

  async #write(): Promise<void> {
    const { id, kind, title, version } = this.#channel;
    const documents = await this.#platform.documentStore.collection<ChannelStatusBody>(CHANNEL_STATUS);
    const stored = await documents.get(id);
    const updatedAt = this.#platform.now().toISOString();
    const body = { ...this.#read(), channel: id, kind, title, adapterVersion: version, updatedAt };
    await documents.put(id, body, stored?.version ?? 0);
  }
}
