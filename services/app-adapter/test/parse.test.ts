import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { read } from '../channel.ts';
import { parse } from '../src/receive/parse.ts';

const FORM = 'application/x-www-form-urlencoded; profile=open311';

function item(body: string | Uint8Array, mediaType = 'application/json', headers: Record<string, string> = {}) {
  return { body: typeof body === 'string' ? Buffer.from(body) : body, mediaType, headers };
}

describe('a petition as JSON', () => {
  test('needs nothing but a text', () => {
    expect(parse(item('{"text":"路灯不亮"}'))).toMatchObject({ kind: 'petition', entrance: 'api', nativeId: null });
  });

  test('has the idempotency key as its native id, else its own id', () => {
    const body = '{"text":"路灯不亮","id":"own"}';
    expect(parse(item(body))).toMatchObject({ nativeId: 'own' });
    expect(parse(item(body, 'application/json', { 'idempotency-key': 'k' }))).toMatchObject({ nativeId: 'k' });
  });

  test('may stand in GB 18030 when the media type says so', () => {
    const bytes = Buffer.concat([Buffer.from('{"text":"'), Buffer.from('c2b7b5c6', 'hex'), Buffer.from('"}')]);
    expect(parse(item(bytes, 'application/json; charset=GB18030'))).toMatchObject({ body: { text: '路灯' } });
    expect(parse(item(bytes))).toMatchObject({ kind: 'malformed', code: 'bad-encoding' });
  });

  test.each([
    ['no JSON', '{"text":', 'bad-json', ''],
    ['no object', '[]', 'invalid-fields', ''],
    ['no text', '{}', 'invalid-fields', '/text'],
    ['a blank text', '{"text":" \\u3000\\n"}', 'invalid-fields', '/text'],
    ['a text that is too long', JSON.stringify({ text: '长'.repeat(20_001) }), 'invalid-fields', '/text'],
    ['a time without a zone', '{"text":"a","occurredAt":"2026-01-01T00:00:00"}', 'invalid-fields', '/occurredAt'],
    ['a latitude off the globe', '{"text":"a","place":{"latitude":91}}', 'invalid-fields', '/place/latitude'],
    [
      'an attachment without content',
      '{"text":"a","attachments":[{"mediaType":"image/png"}]}',
      'invalid-fields',
      '/attachments/0',
    ],
    ['an id with a blank', '{"text":"a","id":"a b"}', 'invalid-fields', '/id'],
  ])('says what is wrong and where: %s', (_name, body, code, pointer) => {
    const parsed = parse(item(body));
    expect(parsed).toMatchObject({ kind: 'malformed', code });
    expect(parsed.kind === 'malformed' && parsed.problems[0]?.pointer).toBe(pointer);
  });

  test('counts code points, as the published schema does', () => {
    expect(parse(item(JSON.stringify({ text: 'a', title: '𠮷'.repeat(200) })))).toMatchObject({ kind: 'petition' });
    expect(parse(item(JSON.stringify({ text: 'a', title: '𠮷'.repeat(201) })))).toMatchObject({ kind: 'malformed' });
  });

  test('of another media type is named as such', () => {
    expect(parse(item('<a/>', 'text/xml'))).toMatchObject({ code: 'unknown-media-type' });
  });
});

describe('a GeoReport form', () => {
  test('is read with its attributes, escapes and plus signs', () => {
    const body =
      'description=%E8%B7%AF%E7%81%AF+%E4%B8%8D%E4%BA%AE&lat=30.5&long=114.3&attribute[kind]=help&attribute%5Bx%5D%5B%5D=1&attribute%5Bx%5D%5B%5D=2';
    expect(parse(item(body, FORM))).toMatchObject({
      kind: 'request',
      body: { description: '路灯 不亮', lat: 30.5, long: 114.3, attributes: { kind: 'help', x: '1, 2' } },
    });
  });

  test('may be escaped in another charset', () => {
    const parsed = parse(item('description=%C2%B7%B5%C6', `${FORM}; charset=gb18030`));
    expect(parsed).toMatchObject({ body: { description: '路灯' } });
  });

  test.each([
    ['a broken escape', 'description=%E8%B', 'bad-form'],
    ['bytes that are no UTF-8', 'description=%FF%FE', 'bad-encoding'],
    ['a field given twice', 'description=a&description=b', 'bad-form'],
    ['no description', 'lat=1&long=2', 'invalid-fields'],
    ['half a place', 'description=a&lat=1', 'invalid-fields'],
    ['a place that is no number', 'description=a&lat=north&long=1', 'invalid-fields'],
    ['a media address that is none', 'description=a&media_url=javascript:1', 'invalid-fields'],
  ])('is refused with %s', (_name, body, code) => {
    expect(parse(item(body, FORM))).toMatchObject({ kind: 'malformed', code });
  });

  test('takes empty fields as absent', () => {
    const parsed = parse(item('description=a&lat=&long=&phone=&media_url=&service_code=', FORM));
    expect(parsed).toMatchObject({ kind: 'request', body: { lat: null, long: null, phone: null, service_code: null } });
  });
});

test('anything at all reads without throwing, and names no value of it', () => {
  const mediaTypes = fc.constantFrom('application/json', FORM, 'application/json; profile=open311', 'text/plain', '');
  const bodies = fc.oneof(
    fc.uint8Array(),
    fc.string().map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .record({ text: fc.anything(), place: fc.anything(), attachments: fc.anything() })
      .map((value) => Buffer.from(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(bodies, mediaTypes, (body, mediaType) => {
      const raw = { ...item(body, mediaType), account: 'a', receivedAt: new Date(0) };
      expect(['petitions', 'unreadable']).toContain(read(raw).kind);
    }),
    { numRuns: 300 },
  );
});
