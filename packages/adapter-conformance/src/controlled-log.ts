import { changedLog } from '@yihaotong/adapter-kit/testing';
import { type EventLog, LogUnavailableError, type NewRecord } from '@yihaotong/event-log';

/** How the log behaves towards the adapter; the suite itself reads and writes past it. */
export type LogMood =
  /** As it is. */
  | 'works'
  /** Appends wait, nothing is written, until the mood changes. */
  | 'held'
  /** What is appended is written, and the adapter does not hear of it until the mood changes. */
  | 'silent'
  /** Appends are refused: the log is away. */
  | 'away';

export interface ControlledLog extends EventLog {
  /** The log behind it, which always works. */
  readonly open: EventLog;
  set(mood: LogMood): void;
  /** How many appends were asked for, whatever became of them. */
  readonly asked: number;
}

export interface LogWatcher {
  /** After each append that was asked for, with their number so far. */
  onAsked?: (count: number) => void;
  /** After records became durable. */
  onAppended?: (records: number) => void;
  /** After so many appends the log is held by itself. */
  heldAfter?: number;
}

/** A log that the suite can hold back, silence or take away. */
export function controlledLog(log: EventLog, { onAsked, onAppended, heldAfter }: LogWatcher): ControlledLog {
  let mood: LogMood = 'works';
  let asked = 0;
  let waiting: (() => void)[] = [];
  const whileMood = async (held: LogMood) => {
    while (mood === held) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return changedLog(log, {
    open: log,
    set(next: LogMood) {
      mood = next;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    get asked() {
      return asked;
    },
    async append(topic: string, records: readonly NewRecord[]) {
      asked++;
      onAsked?.(asked);
      if (heldAfter !== undefined && asked > heldAfter) mood = 'held';
      await whileMood('held');
      if (mood === 'away') throw new LogUnavailableError('the suite took the log away');
      const positions = await log.append(topic, records);
      onAppended?.(records.length);
      await whileMood('silent');
      return positions;
    },
  });
}
