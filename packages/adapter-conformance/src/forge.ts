import type { ItemRequest } from './http.ts';
import { bytesOf } from './sample.ts';
import type { Item, Subject } from './subject.ts';

type Named = readonly [what: string, request: ItemRequest];

/** The honest request, then one for each field of its proof without that field, and one without any. */
export function missing(subject: Subject, item: Item, now: Date): Named[] {
  const honest = honestRequest(subject, item, now);
  const fields = proofOf(subject, honest);
  const each = fields.map((field): Named => [`without ${nameOf(field)}`, without(honest, [field])]);
  return [...each, ['without any proof', without(honest, fields)]];
}

/** One request for each field of the proof with another value, one with another body, and the subject's own forgeries. */
export function forged(subject: Subject, item: Item, now: Date): Named[] {
  const honest = honestRequest(subject, item, now);
  const fields = proofOf(subject, honest);
  const each = fields.flatMap((field): Named[] => [
    [`with another ${nameOf(field)}`, changed(honest, field, other)],
    [`with an empty ${nameOf(field)}`, changed(honest, field, () => '')],
    [`with a ${nameOf(field)} that is cut short`, changed(honest, field, (value) => value.slice(0, -1))],
  ]);
  const ofBody: Named[] =
    subject.channel.authentication === 'signature'
      ? [['with another body under the old signature', { ...honest, body: otherBody(honest.body) }]]
      : [];
  const own = subject.forgeries?.({ ...item, body: bytesOf(item) }, { now }) ?? [];
  return [...each, ...ofBody, ...own.map(({ name, request }): Named => [name, request])];
}

/** Headers that say something else about a request than who sent it. */
const NO_PROOF = new Set(['content-type', 'content-length', 'accept', 'host', 'user-agent']);

interface Field {
  in: 'header' | 'query';
  name: string;
}

const nameOf = (field: Field) => `${field.in} field ${field.name}`;

function honestRequest(subject: Subject, item: Item, now: Date): ItemRequest {
  if (!subject.request) throw new Error('the subject of a push channel needs `request`');
  return subject.request({ ...item, body: bytesOf(item) }, { now });
}

function proofOf(subject: Subject, request: ItemRequest): Field[] {
  const headers =
    subject.proof?.headers ?? Object.keys(request.headers).filter((name) => !NO_PROOF.has(name.toLowerCase()));
  const query = subject.proof?.query ?? [...new Set(urlOf(request).searchParams.keys())];
  const fields: Field[] = [
    ...headers.map((name): Field => ({ in: 'header', name })),
    ...query.map((name): Field => ({ in: 'query', name })),
  ];
  if (fields.length === 0) throw new Error('the request carries no proof: say in `proof` which fields are it');
  return fields;
}

function without(request: ItemRequest, fields: readonly Field[]): ItemRequest {
  const gone = new Set(fields.filter((field) => field.in === 'header').map(({ name }) => name.toLowerCase()));
  const url = urlOf(request);
  for (const field of fields) if (field.in === 'query') url.searchParams.delete(field.name);
  return {
    ...request,
    path: pathOf(url),
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !gone.has(name.toLowerCase()))),
  };
}

function changed(request: ItemRequest, field: Field, change: (value: string) => string): ItemRequest {
  if (field.in === 'query') {
    const url = urlOf(request);
    url.searchParams.set(field.name, change(url.searchParams.get(field.name) ?? ''));
    return { ...request, path: pathOf(url) };
  }
  const headers = Object.entries(request.headers).map(([name, value]) =>
    name.toLowerCase() === field.name.toLowerCase() ? [name, change(value)] : [name, value],
  );
  return { ...request, headers: Object.fromEntries(headers) };
}

/**
 * Another value of the same length and kind. Not the last character of a signature: in base64 its low bits may mean
 * nothing, and the changed value would be the same bytes.
 */
function other(value: string): string {
  const at = /^\d+$/.test(value) ? value.length - 1 : Math.floor(value.length * 0.75);
  const next = value[at] === '1' ? '2' : /\d/.test(value[at] ?? '') ? '1' : value[at] === 'a' ? 'b' : 'a';
  return value.slice(0, at) + next + value.slice(at + 1);
}

/** Another body: a blank at its end changes nothing for a parser and everything for a signature. */
function otherBody(body: Uint8Array): Uint8Array {
  return Buffer.concat([body, Buffer.from(' ')]);
}

const urlOf = (request: ItemRequest) => new URL(request.path, 'http://localhost');
const pathOf = (url: URL) => url.pathname + url.search;
