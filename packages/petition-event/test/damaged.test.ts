import { expect, test } from '@jest/globals';
import { cameInOf } from '../src/index.ts';

test.each([
  ['the source alone', '{"source":"/channels/app/city-app","da', { channel: 'app', account: 'city-app' }],
  [
    'the source before the data',
    '{"source":"/channels/sms/1069%2F1","data":{"petition":{"channel":"x"',
    { channel: 'sms', account: '1069/1' },
  ],
  ['the data alone', '{"data":{"petition":{"channel":"app","account":"web"', { channel: 'app', account: 'web' }],
  ['an escape cut in the middle', '{"source":"/channels/app/%E4%B8"', { channel: 'app', account: '%E4%B8' }],
  ['nothing', 'not json', { channel: 'unknown', account: 'unknown' }],
])('a damaged record that has %s says where it came in', (_, text, cameIn) => {
  expect(cameInOf(Buffer.from(text))).toEqual(cameIn);
});
