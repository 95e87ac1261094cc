import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { KIT_CONFIG, readConfig, secret, setting } from '../src/index.ts';

const fields = {
  X_URL: setting({ zh: '地址', en: 'address' }, z.url('write https://…'), 'http://127.0.0.1'),
  X_SECRET: secret({ zh: '密钥', en: 'secret' }, z.string().min(16)),
  X_EVERY: {
    ...setting({ zh: '间隔', en: 'pause' }, z.coerce.number<string | undefined>().default(5), '5'),
    required: false,
  },
};

describe('a channel’s settings', () => {
  test('are read from the environment, typed, with the defaults of their schemas', () => {
    const read = readConfig(fields, { X_URL: 'http://a.example', X_SECRET: 'sixteen characters' });
    expect(read).toEqual({ config: { X_URL: 'http://a.example', X_SECRET: 'sixteen characters', X_EVERY: 5 } });
  });

  test('that are missing or empty are named, in both languages', () => {
    const read = readConfig(fields, { X_SECRET: '  ' });
    expect(read).toMatchObject({ missing: ['X_URL', 'X_SECRET'], wrong: [] });
    expect(read).toMatchObject({ messages: [{ zh: '缺少设置 X_URL（地址）', en: 'X_URL is not set (address)' }, {}] });
  });

  test('that are wrong are named with what to write; a secret is never shown', () => {
    const read = readConfig(fields, { X_URL: 'somewhere', X_SECRET: 'hunter2' });
    expect(read).toMatchObject({ wrong: [{ name: 'X_URL', message: 'write https://…' }, { name: 'X_SECRET' }] });
    expect(JSON.stringify(read)).not.toMatch(/hunter2|somewhere/);
  });

  test('of the kit have defaults, and networks are read as a list', () => {
    expect(readConfig(KIT_CONFIG, {})).toMatchObject({ config: { ATTACHMENT_ALLOWED_NETWORKS: [] } });
    const given = { ATTACHMENT_ALLOWED_NETWORKS: '10.0.0.0/8, fd00::/8' };
    expect(readConfig(KIT_CONFIG, given)).toMatchObject({
      config: { ATTACHMENT_ALLOWED_NETWORKS: ['10.0.0.0/8', 'fd00::/8'] },
    });
    expect(readConfig(KIT_CONFIG, { ATTACHMENT_ALLOWED_NETWORKS: '10.0.0.1' })).toMatchObject({ wrong: [{}] });
  });
});
