/** Times and limits of the kit; tests shorten them. Milliseconds. */
export interface Tuning {
  /** After this an append that did not answer goes to the outbox. */
  appendPatience: number;
  /** How often what is due is looked for: replies, attachments. */
  tick: number;
  /** How often the status is written although nothing changed. */
  statusEvery: number;
  replies: {
    attempts: number;
    firstPause: number;
    mostPause: number;
    /** A reply that is marked as on its way is taken up again after this: longer than any `deliver` may take. */
    lease: number;
  };
  fetches: { attempts: number; firstPause: number; mostPause: number; timeout: number };
}

export const TUNING: Tuning = {
  appendPatience: 3_000,
  tick: 1_000,
  statusEvery: 10_000,
  // 2 s, 4 s … 30 min: about twelve hours in all.
  replies: { attempts: 32, firstPause: 2_000, mostPause: 1_800_000, lease: 60_000 },
  // 1 s, 2 s … 1 h: about half a day in all.
  fetches: { attempts: 24, firstPause: 1_000, mostPause: 3_600_000, timeout: 30_000 },
};
