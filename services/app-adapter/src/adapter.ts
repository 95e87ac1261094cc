import { createHmac } from 'node:crypto';
import { type ChannelService, type Environment, runChannel, type Tuning } from '@yihaotong/adapter-kit';
import type { Consumption } from '@yihaotong/event-log';
import type { Platform } from '@yihaotong/service-host';
import { appChannel } from '../channel.ts';
import { REQUESTS, type RequestBody } from './requests/document.ts';
import { project } from './requests/projection.ts';
import { Requests } from './requests/reader.ts';

/**
 * The app channel as a service: the channel, and the projection from which its questions are answered. `tuning` is for
 * tests.
 */
export async function createAppAdapter(
  platform: Platform,
  environment: Environment,
  tuning: Partial<Tuning> = {},
): Promise<ChannelService> {
  const { documentStore, eventLog, policy, publicUrl, seal, telemetry } = platform;
  const collection = await documentStore.collection<RequestBody>(REQUESTS);
  const requests = new Requests(collection);
  const running = runChannel(
    appChannel({
      requests,
      policy: () => policy.current(),
      formSecret: createHmac('sha256', seal.identitySecret).update('app-adapter form').digest(),
      publicUrl,
    }),
    platform,
    environment,
    tuning,
  );
  let projection: Consumption | null = null;
  return {
    name: running.name,
    channel: running.channel,
    ...(running.routes && { routes: running.routes }),
    status: () => running.status(),
    notReady: () => running.notReady() ?? (projection === null ? 'the projection is not running' : null),
    async start() {
      const onStored = (ids: Iterable<string>) => requests.stored(ids);
      projection = await project({ eventLog, requests: collection, telemetry, onStored });
      await running.start();
    },
    async stop() {
      await running.stop();
      await projection?.close();
      projection = null;
    },
  };
}
