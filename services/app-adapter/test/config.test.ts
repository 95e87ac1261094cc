import { describe, expect, test } from '@jest/globals';
import { apiKeys, perMinute, webhooks } from '../src/config.ts';

describe('APP_API_KEYS', () => {
  test('reads names and keys, and takes a key that holds colons', () => {
    const keys = apiKeys.parse('city-app: 不计:0123456789abcdef , partner:fedcba9876543210');
    expect(keys.map(({ name, weak }) => ({ name, weak }))).toEqual([
      { name: 'city-app', weak: false },
      { name: 'partner', weak: false },
    ]);
  });

  test('keeps two keys of one name, so that a key is changed without a gap', () => {
    expect(apiKeys.parse('a:old-key-old-key-1,a:new-key-new-key-2')).toHaveLength(2);
  });

  test('marks a short key as weak', () => {
    expect(apiKeys.parse('a:short')[0]?.weak).toBe(true);
  });

  test.each([
    ['', 'there is no key'],
    ['just-a-key', 'entry 1 is not name:key'],
    ['a:', 'entry 1 is not name:key'],
    ['a:1,:2', 'entry 2 is not name:key'],
    ['Big:key', 'not lower-case'],
    ['web:key', 'belongs to the citizens'],
    ['a:1,a:2,a:3', 'more than twice'],
  ])('refuses %j and says why', (text, why) => {
    expect(apiKeys.safeParse(text).error?.issues[0]?.message).toContain(why);
  });
});

describe('APP_WEBHOOKS', () => {
  test('reads addresses that hold commas, several in one line', () => {
    const found = webhooks.parse('a=https://a.example/x?y=1,2|secret-a,b=http://b.example/hook|s|b');
    expect([...found]).toEqual([
      ['a', { url: 'https://a.example/x?y=1,2', secret: 'secret-a' }],
      ['b', { url: 'http://b.example/hook', secret: 's|b' }],
    ]);
  });

  test('is empty when nothing is set', () => {
    expect(webhooks.parse(undefined).size).toBe(0);
  });

  test.each(['a=ftp://x|s', 'a=https://x', 'https://x|s'])('refuses %j', (text) => {
    expect(webhooks.safeParse(text).success).toBe(false);
  });
});

test('limits have a default, take 0, and refuse what is no number', () => {
  expect(perMinute(30).parse(undefined)).toBe(30);
  expect(perMinute(30).parse('0')).toBe(0);
  expect(perMinute(30).safeParse('many').success).toBe(false);
});
