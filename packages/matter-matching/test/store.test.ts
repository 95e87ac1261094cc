import { describe, expect, test } from '@jest/globals';
import { loadBackground } from '../src/load.ts';
import { createSignatureReader } from '../src/signature.ts';
import { createStore, keysOf } from '../src/store.ts';
import { petition } from './samples.ts';

const reader = createSignatureReader(loadBackground());
const signatureOf = (n: number) =>
  reader.read(petition(`p${n}`, `第${n}号楼电梯停运`, `${n}号楼的电梯又坏了，维修电话打不通。`));

describe('the store of remembered petitions', () => {
  test('finds every petition again under each of its keys, after growing and forgetting', () => {
    const store = createStore();
    for (let n = 0; n < 3_000; n++) store.add(`p${n}`, n, signatureOf(n), { id: `m${n}`, members: 1 });
    const forgotten: string[] = [];
    store.forgetBefore(2_500, ({ id }) => forgotten.push(id));
    expect(store.size).toBe(500);
    expect(forgotten).toHaveLength(2_500);
    expect(store.numberOf('p2499')).toBeUndefined();
    for (const n of [2_500, 2_777, 2_999]) {
      const citizenKey = keysOf(signatureOf(n)).at(-3) ?? 0;
      const found: number[] = [];
      store.eachUnder(citizenKey, 10_000, (number) => found.push(number));
      expect(found).toContain(store.numberOf(`p${n}`));
    }
  });

  test('goes no further along a list than it is told, newest first', () => {
    const store = createStore();
    const signature = signatureOf(1);
    for (let n = 0; n < 50; n++) store.add(`p${n}`, n, signature, { id: 'm', members: 1 });
    const found: number[] = [];
    store.eachUnder(keysOf(signature)[0] ?? 0, 5, (number) => found.push(number));
    expect(found).toEqual([49, 48, 47, 46, 45]);
  });
});
