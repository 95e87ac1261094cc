import type { Batch, Consumption } from '@yihaotong/event-log';
import { loadClassifier } from '@yihaotong/petition-classifier';
import type { Platform, Service } from '@yihaotong/service-host';
import type { PartitionMatcher } from './match.ts';
import { rebuild } from './rebuild.ts';
import { matchBatch, understandBatch } from './steps.ts';

/**
 * Understands and matches. Two groups: understanding shares `petitions.received` by citizen and keeps nothing; matching
 * shares `petitions.understood` by area and keeps each partition's matters in memory, rebuilt from the outputs.
 */
export async function createNormalizer(platform: Platform): Promise<Service> {
  const { eventLog, telemetry } = platform;
  const understand = loadClassifier();
  const matchers = new Map<number, PartitionMatcher>();
  let consumptions: Consumption[] = [];

  const onError = (error: unknown, { topic, partition }: { topic: string; partition: number }) => {
    telemetry.count('handlerErrors', { service: 'normalizer', topic });
    telemetry.logger.error({ err: error, topic, partition }, 'a batch failed and comes again');
  };

  const matchOrForget = async (batch: Batch) => {
    const matcher = matchers.get(batch.partition) ?? (await rebuild(platform, batch.partition));
    matchers.set(batch.partition, matcher);
    try {
      await matchBatch(batch, platform, matcher);
    } catch (error) {
      // What was decided but perhaps not written must not be remembered: the log knows, and is asked when the batch comes
      // again. It may be away for reading too, so not here.
      matchers.delete(batch.partition);
      throw error;
    }
  };

  return {
    name: 'normalizer',
    async start() {
      consumptions = [
        await eventLog.consume(
          { group: 'normalizer-understand', topics: ['petitions.received'], startAt: 'earliest', onError },
          (batch) => understandBatch(batch, platform, understand),
        ),
        await eventLog.consume(
          {
            group: 'normalizer-match',
            topics: ['petitions.understood'],
            startAt: 'earliest',
            onError,
            async onAssigned({ partition }) {
              const matcher = await rebuild(platform, partition);
              matchers.set(partition, matcher);
              return matcher.next;
            },
            async onRevoked({ partition }) {
              matchers.delete(partition);
            },
          },
          matchOrForget,
        ),
      ];
    },
    async stop() {
      for (const consumption of consumptions) await consumption.close();
      consumptions = [];
    },
    notReady: () => (consumptions.length > 0 ? null : 'the normalizer does not read the log yet'),
  };
}
