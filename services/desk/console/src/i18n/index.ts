import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import zh from './zh.json';

const KEPT = 'language';

export type Language = 'zh' | 'en';

/** Chinese first, unless the reader chose otherwise before. */
export function startLanguage(): Promise<unknown> {
  const lng = localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  document.documentElement.lang = lng === 'zh' ? 'zh-CN' : 'en';
  return i18next.use(initReactI18next).init({
    lng,
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
}

export function changeLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  void i18next.changeLanguage(language);
}
