import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { freePort, type KafkaServer, startKafka } from '@yihaotong/real-servers';
import { conformanceChecks, DEADLINE_MS, type Subject } from '../src/conformance.ts';
import { openEventLog } from '../src/index.ts';

describe('the log on a real Kafka broker', () => {
  const server = startingKafka();
  beforeAll(server.start, 15 * 60_000);
  afterAll(server.stop, 60_000);
  for (const { name, run } of conformanceChecks(server.subject)) test(name, run, 4 * DEADLINE_MS);
});

/** The checks are listed before the broker is up, so its address is looked up when they run. */
function startingKafka(): { start(): Promise<void>; stop(): Promise<void>; subject: Subject } {
  let kafka: KafkaServer | undefined;
  const running = () => {
    if (!kafka) throw new Error('Kafka is not running');
    return kafka;
  };
  return {
    start: async () => {
      kafka = await startKafka({ port: await freePort() });
    },
    stop: async () => kafka?.stop(),
    subject: {
      get url() {
        return running().url;
      },
      sizes: 'full',
      open: () => openEventLog(running().url),
      outage: { begin: () => running().kill9(), end: () => running().restart() },
    },
  };
}
