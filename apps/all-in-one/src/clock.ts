/** The gateway's clock: the machine's, but while a sample day is played it stands where the player puts it. */
export interface Clock {
  now(): Date;
  /** Null: the machine's time again. */
  set(at: Date | null): void;
}

export function createClock(): Clock {
  let fixed: Date | null = null;
  return {
    now: () => fixed ?? new Date(),
    set(at) {
      fixed = at;
    },
  };
}
