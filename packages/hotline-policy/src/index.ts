export * from './calendar.ts';
export * from './deadline.ts';
export * from './errors.ts';
export * from './lamp.ts';
export * from './load.ts';
export * from './moment.ts';
export * from './port.ts';
export * from './source.ts';
export { bestLanguage, TEXTS, type TextName } from './texts.ts';
