import type { Consumption } from '@yihaotong/event-log';
import type { Platform, Service } from '@yihaotong/service-host';
import { openCaseStore } from './case-store.ts';
import { handleActions } from './handle-actions.ts';
import { handlePetitions } from './handle-petitions.ts';

const GROUP = 'routing';

/**
 * Turns petitions into cases: reads `petitions.normalized` and `desk.actions`, writes `cases`, `replies` and, for what it
 * cannot handle, `petitions.quarantined`. Several of them share the partitions.
 */
export function createRouting(platform: Platform): Service {
  let consumption: Consumption | null = null;
  return {
    name: 'routing',
    async start() {
      const store = await openCaseStore(platform.documentStore);
      const { eventLog, telemetry } = platform;
      consumption = await eventLog.consume(
        {
          group: GROUP,
          topics: ['petitions.normalized', 'desk.actions'],
          startAt: 'earliest',
          onError: (error, { topic, partition }) => {
            telemetry.count('handlerErrors', { service: 'routing', topic });
            telemetry.logger.error({ err: error, topic, partition }, 'a batch failed and comes again');
          },
        },
        (batch) =>
          batch.topic === 'desk.actions'
            ? handleActions(batch, platform, store)
            : handlePetitions(batch, platform, store),
      );
    },
    async stop() {
      await consumption?.close();
      consumption = null;
    },
    notReady: () => (consumption ? null : 'routing does not read the log yet'),
  };
}
