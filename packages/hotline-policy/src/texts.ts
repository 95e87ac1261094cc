/**
 * Every text that a citizen may be sent, and what may be filled in. A policy file gives each in each of its languages.
 * A text need not use all of its values.
 */
export const TEXTS = {
  /** The petition opened a case. */
  receipt: ['city', 'code', 'title', 'unit', 'deadline'],
  /** The petition is about a case that is open already. */
  'receipt-joined': ['city', 'code', 'title', 'unit', 'deadline'],
  /** Thanks and what asks for nothing. */
  'receipt-thanks': ['city', 'code', 'title', 'unit'],
  /** Not counted as a petition: the same number again and again. */
  nuisance: ['city', 'code'],
  /** The unit's answer, for every petition of the case. */
  answer: ['city', 'code', 'title', 'unit', 'answer', 'signedBy'],
  /** The state of a petition, asked for by its code. */
  'state-open': ['city', 'code', 'title', 'unit', 'deadline'],
  'state-closed': ['city', 'code', 'title', 'unit', 'answer', 'signedBy'],
  'state-received': ['city', 'code'],
  'state-unknown': ['city', 'code'],
} as const satisfies Record<string, readonly string[]>;

export type TextName = keyof typeof TEXTS;

/** The names between braces in a text. */
export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
}

/** Puts the values in. Throws on a missing one. */
export function fill(name: string, text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([^{}]*)\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`text "${name}": no value for {${key}}`);
    return value;
  });
}

/** The language of a list that serves a reader best: the very one, else the same without region, else the first. */
export function bestLanguage(asked: string, languages: readonly string[]): string {
  const lower = asked.toLowerCase();
  const exact = languages.find((language) => language.toLowerCase() === lower);
  if (exact) return exact;
  const primary = lower.split('-')[0] ?? '';
  return languages.find((language) => language.toLowerCase().split('-')[0] === primary) ?? languages[0] ?? 'zh';
}
