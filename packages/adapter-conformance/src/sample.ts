import { randomBytes } from 'node:crypto';
import type { Item, ItemFields, Subject } from './subject.ts';

/** An item that the suite made, with the words by which it is found again. */
export interface Sample {
  /** Stands in the text and nowhere else. */
  marker: string;
  fields: ItemFields;
  item: Item;
}

/** Fresh numbers, so that samples of one run never meet those of another. */
let made = 0;

/** A fresh item in the subject's format. The marker goes at the end of the text. */
export function sample(subject: Subject, now: Date, wishes: Partial<ItemFields> = {}): Sample {
  made++;
  const marker = `M${randomBytes(4).toString('hex')}N${made}`;
  const fields: ItemFields = {
    nativeId: `native-${marker}`,
    citizen: {
      identity: identity(subject, made),
      name: '张三',
      phone: `1370000${String(made % 10_000).padStart(4, '0')}`,
    },
    occurredAt: now,
    ...wishes,
    text: `${wishes.text ?? '幸福路12号门前的路灯不亮，夜里看不清路。'}${marker}`,
  };
  return { marker, fields, item: subject.item(fields) };
}

/** Several of one citizen, so that their order is kept. */
export function samplesOfOne(subject: Subject, now: Date, count: number): Sample[] {
  const first = sample(subject, now);
  const { citizen } = first.fields;
  return [first, ...Array.from({ length: count - 1 }, () => sample(subject, now, { citizen }))];
}

/** An identity of the kind that the channel has: a phone number unless the subject says otherwise. */
export function identity(subject: Subject, number: number): string {
  return subject.identity?.(number) ?? `135${String(number % 100_000_000).padStart(8, '0')}`;
}

/** The item's bytes. */
export function bytesOf(item: Item): Uint8Array {
  return typeof item.body === 'string' ? Buffer.from(item.body, 'utf8') : item.body;
}
