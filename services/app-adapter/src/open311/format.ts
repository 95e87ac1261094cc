import { XMLBuilder } from 'fast-xml-parser';

export type Format = 'xml' | 'json';

const builder = new XMLBuilder({ ignoreAttributes: true, suppressEmptyNode: false, format: false });

// XML 1.0, section 2.2: characters that no document may hold, escaped or not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** How a list is written in XML: `<outer><inner>…</inner></outer>`; in JSON it is a plain array. */
export interface ListNames {
  outer: string;
  inner: string;
}

/** Writes a list of objects in one of the two formats of GeoReport v2. */
export function writeList(items: readonly object[], names: ListNames, format: Format): string {
  if (format === 'json') return JSON.stringify(items);
  return toXml({ [names.outer]: { [names.inner]: items } });
}

/** Writes XML with its declaration; a null becomes an empty element. */
export function toXml(document: object): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build(cleaned(document) as object)}`;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll(NO_XML, '');
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object') return value;
  if (value === null) return '';
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner)]));
}

export const MEDIA_TYPE: Record<Format, string> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
