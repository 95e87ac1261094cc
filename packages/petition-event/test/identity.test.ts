import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { citizenKey, contentId, derivedId, petitionId, queryCode, readQueryCode } from '../src/index.ts';

const secret = new Uint8Array(32).fill(7);

test('the same item has the same id for ever', () => {
  // Written down: a change here would count every petition of the past again.
  expect(petitionId('app', 'web', '42')).toBe(petitionId('app', 'web', '42'));
  expect(petitionId('sms', '12345', 'a-1')).toMatchInlineSnapshot(`"eecac43f-8b09-53dd-a92d-ba6acdade03e"`);
});

test('names run together differently give different ids', () => {
  const names = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(names, names, (a, b) => {
      expect(derivedId(...a) === derivedId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test('without a native id, content and second decide', () => {
  const second = new Date('2026-03-02T08:15:30.100Z');
  const sameSecond = new Date('2026-03-02T08:15:30.900Z');
  const next = new Date('2026-03-02T08:15:31.000Z');
  expect(contentId({ text: '停水' }, second)).toBe(contentId({ text: '停水' }, sameSecond));
  expect(contentId({ text: '停水' }, second)).not.toBe(contentId({ text: '停水' }, next));
  expect(contentId({ text: '停水' }, second)).not.toBe(contentId({ text: '停电' }, second));
});

test('a citizen key does not show the number, and differs by channel', () => {
  const key = citizenKey(secret, 'sms', '13800000000');
  expect(key).toHaveLength(22);
  expect(key).not.toContain('1380000');
  expect(key).not.toBe(citizenKey(secret, 'phone', '13800000000'));
});

describe('a query code', () => {
  test('is read as people write it', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const code = queryCode(secret, id);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        const spoken = `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
        expect(readQueryCode(` ${spoken} `)).toBe(code);
      }),
    );
  });

  test('cannot be made without the secret', () => {
    expect(queryCode(secret, 'a')).not.toBe(queryCode(new Uint8Array(32), 'a'));
  });
});
