import { fill } from '@yihaotong/adapter-kit';
import type { Texts } from '../i18n/zh.ts';
import type { RequestBody } from '../requests/document.ts';
import type { FoundRequest } from '../requests/reader.ts';
import { UNKNOWN_SERVICE } from '../to-petition.ts';
import { codeOfTopic } from './services.ts';

/** GeoReport v2: a description has at most 4,000 characters. */
const DESCRIPTION = 4000;

/**
 * Whether everybody may read what was said. Not before it is understood, since only then is it known to be no report of
 * wrongdoing, whose sender must not be recognised by it: neither the petition nor its case, which may be another's and be
 * taken for something else. And not what was set aside.
 */
export function isPublic({ step, reported, subtype, state }: RequestBody): boolean {
  return step === 2 && !reported && subtype !== 'report' && state !== 'set-aside';
}

/** A request of GeoReport v2, "GET Service Request". Names, numbers and media are never in it. */
export function requestOf({ id, body }: FoundRequest, texts: Texts) {
  const open = isPublic(body);
  return {
    service_request_id: id,
    status: body.status,
    status_notes: notes(body, texts),
    service_name: body.topic === '' ? texts.open311.unknownService : (body.topic.split('/').at(-1) ?? ''),
    service_code: body.topic === '' ? UNKNOWN_SERVICE : codeOfTopic(body.topic),
    description: open ? [...body.text].slice(0, DESCRIPTION).join('') : null,
    agency_responsible: body.unit,
    service_notice: null,
    requested_datetime: seconds(body.requestedAt),
    updated_datetime: seconds(body.updatedAt),
    expected_datetime: body.deadline && seconds(body.deadline),
    address: open ? body.address : null,
    address_id: null,
    zipcode: null,
    lat: open ? body.latitude : null,
    long: open ? body.longitude : null,
    media_url: null,
  };
}

/** An answer says what was asked: it is as public as that. */
function notes(body: RequestBody, { open311 }: Texts): string {
  const { state, answer, setAside } = body;
  if (state === 'answered') return isPublic(body) ? (answer ?? '') : open311.answered;
  if (state === 'set-aside') return fill(open311.setAside, { reason: setAside ?? '' });
  return open311[state];
}

const seconds = (time: string) => time.replace(/\.\d+Z$/, 'Z');
