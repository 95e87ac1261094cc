import type { Body, CollectionSpec, Stored } from '@yihaotong/document-store';
import type { NewRecord } from '@yihaotong/event-log';
import type { Topic } from '@yihaotong/petition-event';

/** One thing to make durable. Doing it twice is the same as doing it once: records and documents carry their ids. */
export type Step =
  | { kind: 'records'; topic: Topic; records: readonly NewRecord[] }
  | { kind: 'documents'; collection: CollectionSpec; documents: readonly Stored<Body>[] };

interface WrittenRecord {
  key: string;
  value: string;
  headers: Readonly<Record<string, string>>;
}

/** A step as text, for the outbox file. Values of records are JSON texts. */
export function writeStep(step: Step): string {
  if (step.kind === 'documents') return JSON.stringify(step);
  const records = step.records.map(
    ({ key, value, headers = {} }): WrittenRecord => ({ key, value: Buffer.from(value).toString('utf8'), headers }),
  );
  return JSON.stringify({ ...step, records });
}

/** What {@link writeStep} wrote. */
export function readStep(text: string): Step {
  const step: { kind: 'records'; topic: Topic; records: WrittenRecord[] } | (Step & { kind: 'documents' }) =
    JSON.parse(text);
  if (step.kind === 'documents') return step;
  const records = step.records.map(({ value, ...record }) => ({ ...record, value: Buffer.from(value, 'utf8') }));
  return { ...step, records };
}
