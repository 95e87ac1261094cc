import { expect, test } from '@jest/globals';
import { maskName, maskPhone, redact } from '../src/index.ts';

test.each([
  ['请打13812345678联系我', '请打138******78联系我'],
  ['电话 138-1234-5678。', '电话 138******78。'],
  ['+86 13812345678', '861********78'],
  ['座机0990-8123456', '座机099******56'],
  ['请打１３８１２３４５６７８联系我', '请打138******78联系我'],
  ['电话１３８－１２３４－５６７８', '电话138******78'],
  ['身份证９９０１０２１９８００１０１１２３Ｘ', '身份证９９０***********３Ｘ'],
  ['身份证99010219800101123X', '身份证990***********3X'],
  ['写信到 wang.wu@example.cn 吧', '写信到 w***@example.cn 吧'],
])('%s → %s', (text, shown) => {
  expect(redact(text)).toBe(shown);
});

test.each(['工单20260302000123456789', '2026年3月2日14时', '12345', '欠款138000元'])('%s stays as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test('a long run of digits or letters takes no longer than its length', () => {
  const text = '1'.repeat(200_000) + 'a'.repeat(200_000);
  expect(redact(text)).toHaveLength(text.length);
});

test('names and numbers in lists keep no more than tells them apart', () => {
  expect(maskName('欧阳小明')).toBe('欧**');
  expect(maskName('')).toBe('');
  expect(maskPhone('13812345678')).toBe('138******78');
  expect(maskPhone('110')).toBe('***');
});
