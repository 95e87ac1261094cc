import { describe, expect, test } from '@jest/globals';
import { cached } from '../src/cached.ts';
import { hourOf, midnight, utc } from '../src/moment.ts';
import { hashPassword, isPassword } from '../src/people/passwords.ts';

describe('an answer that is kept', () => {
  const counter = (takes: number) => {
    const clock = { now: 0, made: 0 };
    const ask = cached(
      async () => {
        clock.made += 1;
        clock.now += takes;
        return clock.made;
      },
      () => clock.now,
    );
    return { clock, ask };
  };

  test('is made once for those who ask at the same time', async () => {
    const { ask } = counter(0);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  });

  test.each([
    [0, 1000],
    [40, 1000],
    [500, 10_000],
  ])('that takes %d ms to make is fresh for %d ms', async (takes, fresh) => {
    const { clock, ask } = counter(takes);
    await ask();
    clock.now += fresh - 1;
    expect(await ask()).toBe(1);
    clock.now += 1;
    expect(await ask()).toBe(2);
  });

  test('that failed is made anew', async () => {
    let tries = 0;
    const ask = cached(async () => {
      tries += 1;
      if (tries === 1) throw new Error('away');
      return tries;
    });
    await expect(ask()).rejects.toThrow('away');
    expect(await ask()).toBe(2);
  });
});

describe('moments', () => {
  test.each([
    ['2026-03-10T15:59:59.999Z', 'Asia/Shanghai', '2026-03-09T16:00:00.000Z'],
    ['2026-03-10T16:00:00.000Z', 'Asia/Shanghai', '2026-03-10T16:00:00.000Z'],
    ['2026-03-10T04:30:00.500Z', 'Asia/Kolkata', '2026-03-09T18:30:00.000Z'],
    ['2026-03-10T04:30:00.500Z', 'UTC', '2026-03-10T00:00:00.000Z'],
  ])('at %s in %s the day began at %s', (now, timeZone, began) => {
    expect(midnight(new Date(now), timeZone).toISOString()).toBe(began);
  });

  test('are kept so that text order is time order', () => {
    expect(utc('2026-03-10T08:00:00+08:00')).toBe('2026-03-10T00:00:00.000Z');
    expect(hourOf('2026-03-10T08:59:59+08:00')).toBe('2026-03-10T00:00:00.000Z');
  });
});

describe('passwords', () => {
  test('are known by their hash, in whatever form of Unicode they are typed', async () => {
    const hash = await hashPassword('pa\u00dfwort caf\u00e9', 4);
    expect(hash).not.toContain('caf');
    expect(await isPassword('pa\u00dfwort cafe\u0301', hash)).toBe(true);
    expect(await isPassword('passwort café', hash)).toBe(false);
  });

  test.each(['', 'plain', 'scrypt:4:8:3::', 'scrypt:60:8:3:AAAA:AAAA'])(
    'a damaged hash (%j) lets nobody in',
    async (hash) => {
      expect(await isPassword('', hash).catch(() => false)).toBe(false);
    },
  );
});
