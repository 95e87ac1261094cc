import { appending } from './conformance/appending.ts';
import { consuming } from './conformance/consuming.ts';
import { failing } from './conformance/failing.ts';
import type { Check, Subject } from './conformance/kit.ts';
import { sharing } from './conformance/sharing.ts';

export { type Check, DEADLINE_MS, type Subject } from './conformance/kit.ts';

/**
 * What every driver of the log has to keep, one check for each promise. Run each as one test:
 * `for (const { name, run } of conformanceChecks(subject)) test(name, run, 4 * DEADLINE_MS)`.
 */
export function conformanceChecks(subject: Subject): Check[] {
  return [...appending(subject), ...consuming(subject), ...sharing(subject), ...failing(subject)];
}
