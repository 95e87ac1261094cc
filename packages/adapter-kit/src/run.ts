import type { Platform, Service } from '@yihaotong/service-host';
import type { Channel, ConfigFields, ConfigOf } from './channel.ts';
import { type Environment, KIT_CONFIG, readConfig } from './config.ts';
import { Health } from './health.ts';
import { RunningChannel } from './running-channel.ts';
import { type ChannelStatus, StatusWriter } from './status.ts';
import { TUNING, type Tuning } from './tuning.ts';

/** A channel that runs as a service. */
export interface ChannelService extends Service {
  channel: Channel;
  status(): ChannelStatus;
}

/**
 * Runs a channel on the platform. One that is not configured mounts nothing, harms nobody, and says what is missing.
 * `tuning` is for tests.
 */
export function runChannel<F extends ConfigFields>(
  channel: Channel<F>,
  platform: Platform,
  environment: Environment,
  tuning: Partial<Tuning> = {},
): ChannelService {
  const times = { ...TUNING, ...tuning };
  const own = readConfig(channel.config, environment);
  const kit = readConfig(KIT_CONFIG, environment);
  if ('config' in own && 'config' in kit) {
    return new RunningChannel({ channel, config: own.config, kit: kit.config, platform, tuning: times });
  }
  const problems = [own, kit].flatMap((reading) => ('config' in reading ? [] : [reading]));
  const status: ChannelStatus = {
    ...new Health(channel.id, platform.telemetry, platform.now).status(),
    state: 'not-configured',
    missing: problems.flatMap(({ missing }) => missing),
    wrong: problems.flatMap(({ wrong }) => wrong.map(({ name, message }) => `${name}: ${message}`)),
  };
  return notConfigured(channel, platform, status, times.statusEvery);
}

/** What a running channel is made of. */
export interface ChannelParts<F extends ConfigFields> {
  channel: Channel<F>;
  config: ConfigOf<F>;
  kit: ConfigOf<typeof KIT_CONFIG>;
  platform: Platform;
  tuning: Tuning;
}

function notConfigured(channel: Channel, platform: Platform, status: ChannelStatus, every: number): ChannelService {
  const writer = new StatusWriter(channel, platform, () => status, every);
  return {
    name: `${channel.id}-adapter`,
    channel,
    status: () => status,
    start: async () => writer.start(),
    stop: () => writer.stop(),
    notReady: () => null,
  };
}
