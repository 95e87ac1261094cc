import type { Check } from '../src/index.ts';

/** Most of a check is waiting, so several run side by side. */
const AT_ONCE = 8;

/** Runs checks within one test; resolves to what those said that failed, by `name`. */
export async function runChecks(checks: readonly { name: string; check: Check }[]): Promise<Record<string, string>> {
  const said: Record<string, string> = {};
  const left = [...checks];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { name, check } = next;
      await check.run().catch((error: unknown) => {
        said[name] = error instanceof Error ? error.message : String(error);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return said;
}
