import { en } from './en.ts';
import { type Texts, zh } from './zh.ts';

export type Language = 'zh' | 'en';

const TEXTS: Record<Language, Texts> = { zh, en };

export const textsIn = (language: Language): Texts => TEXTS[language];

/** English where the reader asks for it before Chinese, Chinese otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const asked = /\b(zh|en)\b/i.exec(acceptLanguage ?? '')?.[1];
  return asked?.toLowerCase() === 'en' ? 'en' : 'zh';
}
