/**
 * Keeps an answer for as long as it is fresh, and lets those who ask at the same time share one making. It is fresh for a
 * second, longer where it takes long to make, so that making it never takes more than a twentieth of the time.
 */
export function cached<T>(make: () => Promise<T>, clock: () => number = () => performance.now()): () => Promise<T> {
  let kept: { answer: Promise<T>; until: number } | null = null;
  return () => {
    const begun = clock();
    if (kept && begun < kept.until) return kept.answer;
    const entry = { answer: make(), until: Number.POSITIVE_INFINITY };
    kept = entry;
    entry.answer.then(
      () => {
        const done = clock();
        entry.until = done + Math.max(1000, 20 * (done - begun));
      },
      () => {
        if (kept === entry) kept = null;
      },
    );
    return entry.answer;
  };
}
