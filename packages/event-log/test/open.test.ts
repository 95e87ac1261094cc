import { describe, expect, test } from '@jest/globals';
import { LogUnavailableError, openEventLog } from '../src/index.ts';

describe('opening the log', () => {
  test.each(['', 'data/log', 'embedded:', 'kafka://', 'kafka://host', 'http://host:9092'])(
    'refuses "%s" and says which forms there are',
    async (url) => {
      await expect(openEventLog(url)).rejects.toThrow('give embedded:<folder> or kafka://host:port[,host:port]');
    },
  );

  test('opens Kafka while it is away, and says so when it is used', async () => {
    // Port 1 of the loopback address: nobody listens there.
    const log = await openEventLog('kafka://127.0.0.1:1');
    await expect(log.append('topic', [{ key: 'key', value: Buffer.from('value') }])).rejects.toThrow(
      LogUnavailableError,
    );
    await log.close();
  });
});
