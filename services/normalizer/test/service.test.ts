import { describe, expect, test } from '@jest/globals';
import type { TestPlatform } from '@yihaotong/adapter-kit/testing';
import { derivedId, isSealed } from '@yihaotong/petition-event';
import { stream } from './stream.ts';
import {
  decisions,
  hasNormalized,
  normalizedOnce,
  normalizeUntil,
  onPlatform,
  recordOf,
  type Said,
} from './support.ts';

const say = (platform: TestPlatform, said: readonly Said[]) =>
  platform.eventLog.append(
    'petitions.received',
    said.map((one) => recordOf(one)),
  );

describe('the normalizer', () => {
  test('understands and matches each petition, and says from where in the log it had it', () =>
    onPlatform(async (platform) => {
      await say(platform, stream(9));
      await normalizeUntil(platform, hasNormalized(platform, 9));
      const events = await platform.events('petitions.normalized');
      expect(events).toHaveLength(9);
      for (const { id, subject, data } of events) {
        expect(id).toBe(subject);
        expect(data.understanding.place.district).toBe(data.petition.place.district);
        expect(data.received.offset).toBeGreaterThanOrEqual(0);
      }
      expect(platform.telemetry.sum('normalized', { channel: 'app' })).toBe(9);
      expect(platform.telemetry.metrics.filter(({ metric }) => metric === 'handled')).toHaveLength(18);
    }));

  test('brings one matter of a district together across citizens', () =>
    onPlatform(async (platform) => {
      const [title, district] = ['渡口里小区旁工地夜间打桩', '临江区'];
      await say(platform, [
        { id: 'a', title, text: '渡口里小区东侧工地每晚打桩，噪音很大。', citizen: 'k1', district },
      ]);
      await normalizeUntil(platform, hasNormalized(platform, 1));
      await say(platform, [
        { id: 'b', title: `再次反映${title}`, text: '渡口里小区工地昨晚又打桩到两点。', citizen: 'k1', district },
      ]);
      await normalizeUntil(platform, hasNormalized(platform, 2));
      await say(platform, [
        { id: 'c', title, text: '住在渡口里小区，旁边工地夜里打桩太吵。', citizen: 'k2', district },
      ]);
      await normalizeUntil(platform, hasNormalized(platform, 3));
      const matterId = derivedId('matter', 'a');
      expect(await decisions(platform)).toMatchObject({
        a: { kind: 'new', matterId },
        b: { kind: 'repeat', matterId, of: 'a' },
        c: { kind: 'same-matter', matterId },
      });
    }));

  test('keeps the trace of a petition over both steps', () =>
    onPlatform(async (platform) => {
      const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
      const [record] = stream(1).map((one) => recordOf(one));
      if (record) await platform.eventLog.append('petitions.received', [{ ...record, headers: { traceparent } }]);
      await normalizeUntil(platform, hasNormalized(platform, 1));
      const [understand, match] = platform.telemetry.spans;
      expect([understand?.name, match?.name]).toEqual(['petition.understand', 'petition.match']);
      expect(understand?.parent).toBe(traceparent);
      expect(match?.parent?.split('-')[1]).toBe('a'.repeat(32));
    }));

  test('says nothing of what a citizen wrote to logs, metrics and traces', () =>
    onPlatform(async (platform) => {
      await say(platform, [
        { id: 'a', title: '渡口里小区停水', text: '我叫陈大明，家里停水三天。', citizen: 'secret-key' },
      ]);
      await platform.eventLog.append('petitions.received', [
        { key: 'x', value: Buffer.from('{"petition": "陈大明 渡口里小区 停水"}') },
      ]);
      await normalizeUntil(platform, async () => (await platform.events('petitions.quarantined')).length === 1);
      expect(platform.telemetry.everything()).not.toMatch(/陈大明|渡口里|停水|secret-key/);
    }));
});

describe('a record that cannot be read', () => {
  const POISON: [string, Uint8Array][] = [
    ['no JSON', Buffer.from('{{{')],
    ['another event', Buffer.from('{"type":"case.opened"}')],
    ['no text at all', Buffer.from([0xff, 0xfe, 0, 1])],
    ['a petition without a time', Buffer.from(JSON.stringify({ ...JSON.parse(textOf('x')), time: 'never' }))],
  ];
  test.each(POISON)('is quarantined with its bytes and its place when it is %s, and the next goes on', (_, value) =>
    onPlatform(async (platform) => {
      const said = stream(2).map((one) => ({ ...one, citizen: 'one citizen' }));
      const [first, last] = said.map((one) => recordOf(one));
      if (!first || !last) throw new Error('two records are due');
      await platform.eventLog.append('petitions.received', [first, { key: 'one citizen', value }, last]);
      await normalizeUntil(
        platform,
        async () =>
          (await hasNormalized(platform, 2)()) && (await platform.events('petitions.quarantined')).length === 1,
      );
      const [event] = await platform.events('petitions.quarantined');
      if (event?.type !== 'petition.quarantined') throw new Error('a quarantined petition is due');
      const { stage, origin, raw } = event.data;
      expect(stage).toBe('normalizer');
      expect(origin).toMatchObject({ topic: 'petitions.received', offset: 1 });
      if (raw.body === null) throw new Error('the bytes are due');
      expect(isSealed(raw.body)).toBe(true);
      expect(Buffer.from(platform.seal.open(raw.body), 'base64').equals(value)).toBe(true);
    }),
  );
});

describe('what comes twice', () => {
  const one: Said = {
    id: 'a',
    title: '渡口里小区停水',
    text: '渡口里小区停水三天。',
    citizen: 'k',
    district: '临江区',
  };

  test('is a redelivery when the channel delivered it again', () =>
    onPlatform(async (platform) => {
      await say(platform, [one, one]);
      await normalizeUntil(platform, hasNormalized(platform, 2));
      const [first, second] = await platform.events('petitions.normalized');
      expect(first).toMatchObject({ id: 'a', data: { relation: { kind: 'new' } } });
      const { partition, offset } = second?.data.received ?? { partition: 0, offset: 0 };
      expect(second).toMatchObject({
        id: derivedId('redelivery', 'a', partition, offset),
        subject: 'a',
        data: { relation: { kind: 'redelivery', of: 'a', matterId: derivedId('matter', 'a') } },
      });
    }));

  test('yields nothing when it is a copy that a crash of the first step left in the log', () =>
    onPlatform(async (platform) => {
      await say(platform, [one, { ...one, id: 'b', citizen: 'k2' }]);
      await normalizeUntil(platform, hasNormalized(platform, 2));
      // The first step wrote its outputs and fell before it could say so: it writes them again.
      for (const { partition, first } of await platform.eventLog.bounds('petitions.understood')) {
        for await (const { key, value } of platform.eventLog.read('petitions.understood', partition, first)) {
          await platform.eventLog.append('petitions.understood', [{ key, value }]);
        }
      }
      await say(platform, [{ ...one, id: 'c', citizen: 'k3' }]);
      await normalizeUntil(platform, hasNormalized(platform, 3));
      const events = await platform.events('petitions.normalized');
      expect(events.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c']);
    }));
});

describe('a nuisance', () => {
  const CALLS = 8;
  const calls = (text: string): Said[] =>
    Array.from({ length: CALLS }, (_, i) => ({ id: `call ${i}`, text, citizen: 'child', minute: i }));

  test('is marked invalid from the count of the policy on, also across a restart in the middle', () =>
    onPlatform(async (platform) => {
      const { count } = platform.policy.current().nuisance;
      await say(platform, calls('喂你好').slice(0, 4));
      await normalizeUntil(platform, hasNormalized(platform, 4));
      await say(platform, calls('喂你好').slice(4));
      await normalizeUntil(platform, hasNormalized(platform, CALLS));
      const verdicts = (await normalizedOnce(platform)).map(({ data: { invalid } }) => invalid?.code ?? null);
      expect(verdicts).toEqual(Array.from({ length: CALLS }, (_, i) => (i + 1 < count ? null : 'nuisance')));
    }));

  test('is never what may be a call for help', () =>
    onPlatform(async (platform) => {
      await say(platform, calls('着火了快来人，现在还在烧'));
      await normalizeUntil(platform, hasNormalized(platform, CALLS));
      const events = await normalizedOnce(platform);
      expect(
        events.every(({ data: { invalid, understanding } }) => invalid === null && understanding.urgency > 0),
      ).toBe(true);
    }));

  test('is not a citizen who has much to say', () =>
    onPlatform(async (platform) => {
      await say(
        platform,
        stream(CALLS).map((said, i) => ({
          ...said,
          citizen: 'busy',
          text: `${said.text}第${'一二三四五六七八'[i]}件`,
          minute: i,
        })),
      );
      await normalizeUntil(platform, hasNormalized(platform, CALLS));
      expect((await normalizedOnce(platform)).map(({ data: { invalid } }) => invalid)).toEqual(Array(CALLS).fill(null));
    }));
});

function textOf(id: string): string {
  return Buffer.from(recordOf({ id, text: '停水' }).value).toString();
}
