import { z } from 'zod';
import type { Texts } from '../i18n/zh.ts';
import { instantOf } from './local-time.ts';

/** What stands in the form, as it was typed. */
export interface Typed {
  text: string;
  place: string;
  when: string;
  name: string;
  phone: string;
}

export type FieldName = keyof Typed;
export type FieldError = { field: FieldName; code: keyof Texts['form']['errors'] };

export const EMPTY: Typed = { text: '', place: '', when: '', name: '', phone: '' };

const line = z.string().trim().catch('');
const typed = z.object({ text: line, place: line, when: line, name: line, phone: line });

/** The form's fields; what is missing is empty. */
export function readTyped(form: URLSearchParams): Typed {
  return typed.parse(Object.fromEntries(form));
}

/** What is wrong with them, in the order of the form. */
export function fieldErrors(fields: Typed, timeZone: string, now: Date): FieldError[] {
  const errors: FieldError[] = [];
  const length = (text: string) => [...text].length;
  if (fields.text === '') errors.push({ field: 'text', code: 'text' });
  if (length(fields.text) > 5000) errors.push({ field: 'text', code: 'textLong' });
  if (length(fields.place) > 200) errors.push({ field: 'place', code: 'place' });
  if (fields.when !== '') {
    const at = instantOf(fields.when, timeZone);
    // A minute for clocks that are ahead of ours.
    if (!at || at.getTime() > now.getTime() + 60_000) errors.push({ field: 'when', code: 'when' });
  }
  if (length(fields.name) > 50) errors.push({ field: 'name', code: 'name' });
  if (fields.phone !== '' && !/^\+?[\d\s()-]{5,25}$/.test(fields.phone)) errors.push({ field: 'phone', code: 'phone' });
  return errors;
}

/** The fields as an item of the channel: the same shape that integrators post. */
export function itemOf(fields: Typed, id: string, language: string, timeZone: string): string {
  const happenedAt = fields.when === '' ? null : instantOf(fields.when, timeZone);
  return JSON.stringify({
    id,
    text: fields.text,
    citizen: { name: fields.name || null, phone: fields.phone || null },
    place: { text: fields.place },
    happenedAt: happenedAt?.toISOString() ?? null,
    language,
  });
}
