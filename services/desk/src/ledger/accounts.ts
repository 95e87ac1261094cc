import type { Account } from '../api/schema.ts';
import type { TallyBody } from '../store/bodies.ts';

/** What came in and what became of it, by hour (UTC) and channel. */
export class Books {
  readonly #hours = new Map<string, Map<string, Account>>();

  /** Adds the counts of records. */
  addTally({ day, counts }: TallyBody): void {
    for (const [channel, hours] of Object.entries(counts)) {
      for (const [hour, kinds] of Object.entries(hours)) {
        const at = `${day}T${hour.padStart(2, '0')}:00:00.000Z`;
        this.#add(at, channel, { ...kinds });
      }
    }
  }

  /**
   * Adds quarantine entries that are alike. An item that the adapter could not read is received and quarantined while its
   * entry is open; a record that the normalizer could not handle was counted as received, is quarantined while open, and
   * once recovered leaves both, since it then comes in as a record of its own.
   */
  addQuarantine(
    { hour, channel }: { hour: string; channel: string },
    { entries, openItems, openRecords, recoveredRecords }: QuarantineCounts,
  ): void {
    this.#add(hour, channel, {
      received: entries * (openItems - recoveredRecords),
      quarantined: entries * (openItems + openRecords),
    });
  }

  channels(): Record<string, Account> {
    const channels = new Map<string, Account>();
    for (const ofHour of this.#hours.values()) {
      for (const [channel, account] of ofHour) channels.set(channel, sum([channels.get(channel) ?? NOTHING, account]));
    }
    return sorted(channels);
  }

  /** Hours from a moment on, oldest first. */
  hours(from: string): { hour: string; channels: Record<string, Account>; total: Account }[] {
    return [...this.#hours.entries()]
      .filter(([hour]) => hour >= from)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([hour, channels]) => ({ hour, channels: sorted(channels), total: sum([...channels.values()]) }));
  }

  #add(hour: string, channel: string, part: Partial<Account>): void {
    const channels = this.#hours.get(hour) ?? new Map<string, Account>();
    this.#hours.set(hour, channels);
    channels.set(channel, sum([channels.get(channel) ?? NOTHING, { ...NOTHING, ...part }]));
  }
}

export interface QuarantineCounts {
  /** How many entries are alike in the three that follow. */
  entries: number;
  openItems: number;
  openRecords: number;
  recoveredRecords: number;
}

const NOTHING: Account = { received: 0, normalized: 0, redelivered: 0, quarantined: 0, inFlight: 0 };

/** Adds up, and takes what is in flight from what the rest leaves over: received = normalized + redelivered + quarantined + in flight. */
export function sum(accounts: readonly Account[]): Account {
  const total = { ...NOTHING };
  for (const { received, normalized, redelivered, quarantined } of accounts) {
    total.received += received;
    total.normalized += normalized;
    total.redelivered += redelivered;
    total.quarantined += quarantined;
  }
  total.inFlight = total.received - total.normalized - total.redelivered - total.quarantined;
  return total;
}

function sorted(channels: Map<string, Account>): Record<string, Account> {
  return Object.fromEntries([...channels].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
