import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSeal, isSealed, SealError, type Sealed } from '../src/index.ts';

const key = (byte: number) => ({ id: `k${byte}`, key: new Uint8Array(32).fill(byte) });
const identity = new Uint8Array(32);

test('any text opens as it was sealed, and never seals the same twice', () => {
  const seal = createSeal({ current: key(1), previous: [], identity });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const sealed = seal.seal(text);
      expect(isSealed(sealed)).toBe(true);
      expect(seal.open(sealed)).toBe(text.toWellFormed());
      expect(seal.seal(text)).not.toBe(sealed);
    }),
  );
});

test('after a rotation the past still opens, and new text is under the new key', () => {
  const before = createSeal({ current: key(1), previous: [], identity }).seal('张三');
  const after = createSeal({ current: key(2), previous: [key(1)], identity });
  expect(after.open(before)).toBe('张三');
  expect(after.seal('张三')).toMatch(/^sealed:k2:/);
});

test('a missing key and a changed text are told apart', () => {
  const sealed = createSeal({ current: key(1), previous: [], identity }).seal('13800000000');
  expect(() => createSeal({ current: key(2), previous: [], identity }).open(sealed)).toThrow(/no key "k1"/);
  const seal = createSeal({ current: key(1), previous: [], identity });
  const changed = `${sealed.slice(0, -4)}AAAA` as Sealed;
  expect(() => seal.open(changed)).toThrow(SealError);
});
