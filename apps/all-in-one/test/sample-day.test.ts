import { expect, test } from '@jest/globals';
import { readSampleDay } from '../src/sample-day/play.ts';

const items = await readSampleDay();
const said = items.filter((item) => 'tone' in item);

test('a day has about 300 items, in the tone of all seven channels', () => {
  expect(items.length).toBeGreaterThan(280);
  const tones = Object.groupBy(said, ({ tone }) => tone);
  expect(Object.keys(tones).toSorted()).toEqual(['app', 'forum', 'mailbox', 'phone', 'sms', 'wechat', 'weibo']);
  for (const items of Object.values(tones)) expect(items?.length).toBeGreaterThan(29);
});

test('it is played in the order of the clock', () => {
  const times = items.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
});

test('every answer is to something that was said earlier', () => {
  const asked = new Map(said.flatMap((item) => (item.ref ? [[item.ref, item.at]] : [])));
  const answers = items.filter((item) => 'answers' in item);
  expect(answers.length).toBeGreaterThan(30);
  for (const { answers: ref, at } of answers) expect([ref, (asked.get(ref) ?? '99') < at]).toEqual([ref, true]);
});

test('at least twelve matters are reported by several citizens', () => {
  const stories = Object.groupBy(
    said.filter(({ ref }) => ref),
    ({ ref = '' }) => ref.replace(/-\d+$/, ''),
  );
  const many = Object.values(stories).filter((items) => new Set(items?.map(({ citizen }) => citizen)).size > 2);
  expect(many.length).toBeGreaterThan(11);
});

test('the same words twice are a redelivery or a nuisance', () => {
  const texts = Object.groupBy(said, ({ text }) => text);
  for (const same of Object.values(texts)) {
    if (!same || same.length === 1) continue;
    expect(same.every(({ nativeId, ref }) => nativeId || ref?.startsWith('nuisance'))).toBe(true);
  }
});

test('citizens are numbers that nobody has', () => {
  for (const { citizen } of said) expect(citizen).toMatch(/^199000\d{5}$/);
});
