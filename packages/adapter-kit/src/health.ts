import type { Telemetry } from '@yihaotong/telemetry';
import type { ChannelStatus } from './status.ts';

const KEPT_ALARMS = 10;

/** What a channel knows about how it fares; every change is told to `onChange`. */
export class Health {
  readonly #channel: string;
  readonly #telemetry: Telemetry;
  readonly #now: () => Date;
  readonly #troubles = new Set<string>();
  #alarms: ChannelStatus['alarms'] = [];
  #lastReceivedAt: Date | null = null;
  #lastDeliveredAt: Date | null = null;
  #outboxItems = 0;
  #onChange: () => void = () => {};

  constructor(channel: string, telemetry: Telemetry, now: () => Date) {
    this.#channel = channel;
    this.#telemetry = telemetry;
    this.#now = now;
  }

  /** Hears of what a person should see soon; figures alone do not count. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Something is wrong until it is `well`; the alarm is raised when it begins. */
  trouble(code: string, message: string): void {
    if (this.#troubles.has(code)) return;
    this.#troubles.add(code);
    this.alarm(code, message);
  }

  well(code: string): void {
    if (this.#troubles.delete(code)) this.#onChange();
  }

  /** Something happened that a person must look at. */
  alarm(code: string, message: string): void {
    this.#telemetry.alarm(code, `${this.#channel}: ${message}`, { channel: this.#channel });
    this.#alarms = [...this.#alarms, { code, message, at: this.#now().toISOString() }].slice(-KEPT_ALARMS);
    this.#onChange();
  }

  received(): void {
    this.#lastReceivedAt = this.#now();
  }

  delivered(): void {
    this.#lastDeliveredAt = this.#now();
  }

  outbox(items: number): void {
    const turned = (this.#outboxItems === 0) !== (items === 0);
    this.#outboxItems = items;
    this.#telemetry.count('outboxItems', { channel: this.#channel }, items);
    if (items === 0) this.well('outbox-full');
    if (turned) this.#onChange();
  }

  outboxFull(): void {
    this.#telemetry.count('outboxFull', { channel: this.#channel });
    this.trouble('outbox-full', 'the outbox is full: senders are told to try again');
  }

  status(): ChannelStatus {
    return {
      state: this.#troubles.size > 0 ? 'failing' : 'running',
      missing: [],
      wrong: [],
      lastReceivedAt: this.#lastReceivedAt?.toISOString() ?? null,
      lastDeliveredAt: this.#lastDeliveredAt?.toISOString() ?? null,
      outboxItems: this.#outboxItems,
      alarms: this.#alarms,
    };
  }
}
