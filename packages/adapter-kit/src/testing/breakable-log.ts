import { type EventLog, LogUnavailableError, type NewRecord } from '@yihaotong/event-log';
import { changedLog } from '@yihaotong/event-log/testing';

export interface BreakableLog extends EventLog {
  /** From now on appends fail, as when the log is away. */
  goAway(): void;
  /** From now on appends do not answer until the log is back. */
  hang(): void;
  /** Works again; what hangs goes on. */
  comeBack(): void;
}

/** A log that a test can take away and give back. Only appends are touched. */
export function breakable(log: EventLog): BreakableLog {
  let state: 'well' | 'away' | 'hanging' = 'well';
  let waiting: (() => void)[] = [];
  return changedLog(log, {
    goAway: () => {
      state = 'away';
    },
    hang: () => {
      state = 'hanging';
    },
    comeBack: () => {
      state = 'well';
      for (const resume of waiting) resume();
      waiting = [];
    },
    async append(topic: string, records: readonly NewRecord[]) {
      if (state === 'hanging') await new Promise<void>((resolve) => waiting.push(resolve));
      if (state === 'away') throw new LogUnavailableError('taken away by the test');
      return log.append(topic, records);
    },
  });
}
