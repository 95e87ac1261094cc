import { DocumentStoreError } from '@yihaotong/document-store';
import { EventLogError, type NewRecord } from '@yihaotong/event-log';
import type { OutboxItem } from './outbox-file.ts';
import { readStep, type Step } from './step.ts';

/** Neighbouring records of one topic go in one append. */
export function groups(items: readonly OutboxItem[]): { step: Step; seqs: number[] }[] {
  const grouped: { step: Step; seqs: number[] }[] = [];
  for (const { seq, step: text } of items) {
    const step = readStep(text);
    const last = grouped.at(-1);
    if (step.kind === 'records' && last?.step.kind === 'records' && last.step.topic === step.topic) {
      const records: NewRecord[] = [...last.step.records, ...step.records];
      last.step = { ...last.step, records };
      last.seqs.push(seq);
    } else {
      grouped.push({ step, seqs: [seq] });
    }
  }
  return grouped;
}

/** Whether the same step may succeed later. What is not known to be refused for ever is tried again. */
export function mayComeThrough(error: unknown): boolean {
  const known = error instanceof EventLogError || error instanceof DocumentStoreError;
  return !known || error.retry || error.code === 'closed' || error.code === 'topic-mismatch';
}
