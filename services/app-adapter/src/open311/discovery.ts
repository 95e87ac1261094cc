import type { Texts } from '../i18n/zh.ts';
import { type Format, MEDIA_TYPE, toXml } from './format.ts';

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';
/** When what is described here last changed. */
const CHANGESET = '2026-01-01T00:00:00Z';

/** Service discovery (wiki.open311.org/Service_Discovery): where GeoReport v2 is served, and in which formats. */
export function discovery(publicUrl: string, texts: Texts, format: Format): string {
  const endpoint = {
    specification: SPECIFICATION,
    url: `${publicUrl}/open311/v2`,
    changeset: CHANGESET,
    type: 'production',
  };
  const formats = [MEDIA_TYPE.xml, MEDIA_TYPE.json].map((type) => type.split(';')[0] ?? type);
  const head = { changeset: CHANGESET, contact: texts.open311.contact, key_service: texts.open311.keyService };
  if (format === 'json') return JSON.stringify({ ...head, endpoints: [{ ...endpoint, formats }] });
  return toXml({ discovery: { ...head, endpoints: { endpoint: { ...endpoint, formats: { format: formats } } } } });
}
