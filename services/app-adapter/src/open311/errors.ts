import { fill } from '@yihaotong/adapter-kit';
import type { Language } from '../i18n/texts.ts';
import { textsIn } from '../i18n/texts.ts';
import type { zh } from '../i18n/zh.ts';

type Code = keyof typeof zh.open311.errors;

// GeoReport v2, "Errors": 403 where the key is missing or wrong, 404 where what was named is not there, 400 for the rest.
const STATUS: Partial<Record<Code, number>> = {
  'missing-api-key': 403,
  'wrong-api-key': 403,
  'unknown-jurisdiction': 404,
  'unknown-service': 404,
  'unknown-request': 404,
  'unknown-token': 404,
  'unknown-path': 404,
  conflict: 409,
};

/** One entry of an error array. */
export interface ErrorEntry {
  code: number;
  description: string;
}

/** A request that cannot be answered; the whole becomes one error array. */
export class Open311Error extends Error {
  override readonly name = 'Open311Error';
  readonly status: number;
  readonly #entries: readonly { code: Code; values: Readonly<Record<string, string>> }[];

  constructor(...entries: { code: Code; values?: Readonly<Record<string, string>> }[]) {
    super(entries.map(({ code }) => code).join(', '));
    this.#entries = entries.map(({ code, values = {} }) => ({ code, values }));
    this.status = STATUS[entries[0]?.code ?? 'field'] ?? 400;
  }

  entries(language: Language): ErrorEntry[] {
    const texts = textsIn(language).open311.errors;
    return this.#entries.map(({ code, values }) => ({ code: this.status, description: fill(texts[code], values) }));
  }
}
