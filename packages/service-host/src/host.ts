import { httpApp, takePort } from './http.ts';
import { type OpenPlatform, openPlatform } from './platform.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';

export interface RunningHost<S extends Service> {
  /** Where it is reached, without a slash at the end. */
  url: string;
  /** Where this very process listens, also when people reach it by another address. */
  localUrl: string;
  platform: OpenPlatform;
  services: readonly S[];
  /** Drains: no new connections, then each service in the order of the flow, then log and store. */
  stop(): Promise<void>;
}

/** How long answers that are under way may take when the host stops, milliseconds. */
const GRACE = 5_000;

/**
 * Runs services in this process behind one port. `build` makes them, in the order of the flow; they start from the end
 * of the flow and stop from its beginning, so that what is taken in finds everyone at work.
 */
export async function runHost<S extends Service>(
  name: string,
  settings: Settings,
  now: () => Date,
  build: (platform: OpenPlatform) => Promise<readonly S[]>,
): Promise<RunningHost<S>> {
  const door = await takePort(settings.host, settings.port);
  const url = settings.publicUrl ?? `http://${settings.host}:${door.port}`;
  const platform = await openPlatform(name, settings, { publicUrl: url, now }).catch(closing(() => door.close(0)));
  const begun = async () => {
    const services = await build(platform);
    for (const service of services.toReversed()) await service.start();
    door.open(httpApp(services, platform.telemetry));
    return services;
  };
  const services = await begun().catch(
    closing(async () => {
      await door.close(0);
      await platform.close();
    }),
  );
  return {
    url,
    localUrl: `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${door.port}`,
    platform,
    services,
    async stop() {
      await door.close(GRACE);
      for (const service of services) await service.stop();
      await platform.close();
    },
  };
}

/** Closes what was open already, and lets the error go on. */
function closing(close: () => Promise<void>): (error: unknown) => Promise<never> {
  return async (error) => {
    await close();
    throw error;
  };
}
