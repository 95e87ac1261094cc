import type { Check, CheckSpec } from './check.ts';
import { attachmentChecks } from './checks/attachments.ts';
import { cursorChecks } from './checks/cursor.ts';
import { declarationChecks } from './checks/declaration.ts';
import { durabilityChecks } from './checks/durability.ts';
import { identityChecks } from './checks/identity.ts';
import { killChecks } from './checks/kill.ts';
import { loadChecks } from './checks/load.ts';
import { privacyChecks } from './checks/privacy.ts';
import { proofChecks } from './checks/proof.ts';
import { replyChecks } from './checks/replies.ts';
import { textChecks } from './checks/text.ts';
import { unreadableChecks } from './checks/unreadable.ts';
import type { Subject } from './subject.ts';

const SPECS: readonly CheckSpec[] = [
  ...declarationChecks,
  ...durabilityChecks,
  ...killChecks,
  ...identityChecks,
  ...cursorChecks,
  ...unreadableChecks,
  ...textChecks,
  ...attachmentChecks,
  ...proofChecks,
  ...privacyChecks,
  ...replyChecks,
  ...loadChecks,
];

/** Every check of the suite, for one adapter. None runs before its `run` is called; they do not depend on each other. */
export function adapterConformance(subject: Subject): Check[] {
  return SPECS.map(({ name, must, doesNotApply, run }) => {
    const why = doesNotApply?.(subject) ?? null;
    return { name, must, doesNotApply: why, run: why === null ? () => run(subject) : async () => {} };
  });
}

/** Anybody's way of naming a test: jest's `test`, vitest's, `node:test`'s (which leaves the time limit, in ms, aside). */
export type TestFunction = (name: string, run: () => Promise<void>, timeout: number) => unknown;

/** Several times what the longest check takes: processes that are killed, thousands of items. */
const TIMEOUT = 120_000;

/**
 * Runs the suite as tests: one line in an adapter's test. A check that cannot apply is a test too, and its name says why
 * not.
 */
export function runConformance(test: TestFunction, subject: Subject): void {
  const { id } = subject.channel;
  for (const { name, doesNotApply, run } of adapterConformance(subject)) {
    test(doesNotApply === null ? `${id}: ${name}` : `${id}: ${name} — does not apply: ${doesNotApply}`, run, TIMEOUT);
  }
}
