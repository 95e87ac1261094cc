import { describe, expect, test } from '@jest/globals';
import { Router } from 'express';
import { z } from 'zod';
import { type ConfigFields, DeclarationError, defineChannel, type PushChannel, setting } from '../src/index.ts';

const words = { zh: '说明', en: 'what it is' };
const good: PushChannel<ConfigFields> = {
  id: 'sample',
  kind: 'push',
  title: words,
  version: '0.1.0',
  authentication: 'signature',
  capabilities: {
    reply: { maxLength: 70, maxParts: 3, windowHours: 48 },
    attachments: { maxBytes: 100, mediaTypes: ['image/png'] },
    maxItemBytes: 1_000,
  },
  config: { SAMPLE_URL: setting(words, z.url(), 'http://127.0.0.1') },
  read: () => ({ kind: 'nothing', reason: '' }),
  serve: () => Router(),
  deliver: async () => {},
};
const withField = (name: string, field: ConfigFields[string]) => ({ ...good, config: { [name]: field } });
const withCapability = (change: Partial<typeof good.capabilities>) => ({
  ...good,
  capabilities: { ...good.capabilities, ...change },
});
const { deliver: _deliver, ...silent } = good;

describe('a declaration', () => {
  test('that is complete comes back as it is', () => expect(defineChannel(good)).toBe(good));

  const bad: [string, PushChannel<ConfigFields>, RegExp][] = [
    ['with an id in capitals', { ...good, id: 'Sample' }, /id: lower-case/],
    ['with a title in one language', { ...good, title: { zh: '例', en: '' } }, /title: .*English/],
    ['with a version that is none', { ...good, version: 'new' }, /version/],
    [
      'with a setting that nobody describes',
      withField('A_B', setting({ zh: '', en: '' }, z.string(), '')),
      /A_B: describe/,
    ],
    ['with a setting in lower case', withField('a', setting(words, z.string(), '')), /config a: capital/],
    ['with a secret that is not marked', withField('A_SECRET', setting(words, z.string(), 'x')), /A_SECRET: mark it/],
    [
      'with an optional setting that has no default',
      withField('A', { ...setting(words, z.string(), 'x'), required: false }),
      /A: not required, so/,
    ],
    ['with an example that its schema refuses', withField('A', setting(words, z.url(), 'nowhere')), /A: .*example/],
    ['that can reply and has no deliver', silent, /needs deliver/],
    ['that cannot reply and delivers', withCapability({ reply: null }), /so no deliver/],
    [
      'with messages too short for the query code',
      withCapability({ reply: { maxLength: 5, maxParts: 1, windowHours: null } }),
      /maxLength/,
    ],
    ['with attachments of no type', withCapability({ attachments: { maxBytes: 1, mediaTypes: [] } }), /mediaTypes/],
    ['that reads nothing', withCapability({ maxItemBytes: 0 }), /maxItemBytes/],
  ];
  test.each(bad)('%s is refused with what is wrong', (_name, channel, message) => {
    expect(() => defineChannel(channel)).toThrow(DeclarationError);
    expect(() => defineChannel(channel)).toThrow(message);
  });
});
