import { describe, expect, test } from '@jest/globals';
import { parse } from '../src/receive/parse.ts';
import { toPetition } from '../src/to-petition.ts';

const receivedAt = new Date('2026-03-01T01:00:00Z');

function draftOf(body: object | string, mediaType = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parsed = parse({ body: Buffer.from(text), mediaType, headers: {} });
  if (parsed.kind === 'malformed') throw new Error(JSON.stringify(parsed.problems));
  return toPetition(parsed, { receivedAt });
}

const FORM = 'application/x-www-form-urlencoded; profile=open311';
const open311 = (fields: Record<string, string>) => draftOf(new URLSearchParams(fields).toString(), FORM);

describe('a petition of an integrator', () => {
  test('keeps everything that was said', () => {
    const body = {
      id: 'n-1',
      title: '路灯',
      text: '幸福路的路灯不亮',
      citizen: { identity: 'u-7', name: '张三', phone: '13700001111' },
      place: { text: '幸福路12号', latitude: 30.1, longitude: 114.2, adcode: '990102', district: '临江区' },
      occurredAt: '2026-02-28T20:00:00+08:00',
      happenedAt: '2026-02-27T20:00:00+08:00',
      language: 'zh-CN',
      kind: '求助',
      line: '96511',
      threadId: 't-1',
      attachments: [
        { mediaType: 'image/jpeg', url: 'https://a.example/1.jpg' },
        { name: 'b.png', mediaType: 'image/png', base64: 'AQID' },
      ],
    };
    expect(draftOf(body)).toEqual({
      nativeId: 'n-1',
      threadId: 't-1',
      line: '96511',
      citizen: { identity: 'u-7', name: '张三', phone: '13700001111' },
      title: '路灯',
      text: '幸福路的路灯不亮',
      language: 'zh-CN',
      place: { text: '幸福路12号', latitude: 30.1, longitude: 114.2, adcode: '990102', district: '临江区' },
      attachments: [
        { name: '', mediaType: 'image/jpeg', content: null, url: 'https://a.example/1.jpg' },
        { name: 'b.png', mediaType: 'image/png', content: Buffer.from([1, 2, 3]), url: null },
      ],
      occurredAt: new Date('2026-02-28T12:00:00Z'),
      statedKind: '求助',
      extras: { entrance: 'api', happenedAt: '2026-02-27T20:00:00+08:00' },
    });
  });

  test('is anonymous when nothing is said about the citizen, and known by the number when only that is', () => {
    expect(draftOf({ text: 'a' }).citizen).toEqual({ identity: null, name: null, phone: null });
    expect(draftOf({ text: 'a', citizen: { phone: '137 0000 1111' } }).citizen.identity).toBe('137 0000 1111');
  });

  test.each([
    ['no time', undefined],
    ['a time to come', '2026-03-01T02:00:00Z'],
  ])('with %s was said when it was received', (_name, occurredAt) => {
    expect(draftOf({ text: 'a', occurredAt }).occurredAt).toEqual(receivedAt);
  });

  test('with half a surrogate pair becomes well-formed text', () => {
    expect(draftOf('{"text":"a\\ud800b"}').text).toBe('a\ufffdb');
  });
});

describe('a GeoReport request', () => {
  test('keeps place, kind, media and who sends it', () => {
    const draft = open311({
      service_code: '城乡建设.供水',
      description: '停水两天',
      lat: '30.5',
      long: '114.3',
      address_string: '幸福路12号',
      account_id: 'acc-1',
      last_name: '李',
      first_name: '小四',
      phone: '13700001111',
      media_url: 'https://a.example/1.jpg',
      'attribute[happened_at]': '2026-02-28T20:00:00+08:00',
      'attribute[kind]': 'help',
    });
    expect(draft).toMatchObject({
      citizen: { identity: 'acc-1', name: '李小四', phone: '13700001111' },
      text: '停水两天',
      place: { text: '幸福路12号', latitude: 30.5, longitude: 114.3 },
      occurredAt: receivedAt,
      statedKind: '城乡建设/供水',
      extras: { entrance: 'open311', kind: 'help', happenedAt: '2026-02-28T20:00:00+08:00' },
    });
    expect(draft.attachments).toMatchObject([{ url: 'https://a.example/1.jpg' }]);
  });

  test.each([['unknown'], ['']])('of the service %j leaves the kind to the text', (service_code) => {
    expect(open311({ service_code, description: 'a' }).statedKind).toBeNull();
  });

  test('writes foreign names in their own order', () => {
    expect(open311({ description: 'a', first_name: 'Ada', last_name: 'King' }).citizen.name).toBe('Ada King');
  });
});
