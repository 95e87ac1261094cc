import { type ChannelService, runChannel, type Tuning } from '@yihaotong/adapter-kit';
import type { Platform, Service } from '@yihaotong/service-host';
import type { Subject } from './subject.ts';

/** A service that may or may not be the kit's. */
export type AnyService = Service & Partial<Pick<ChannelService, 'status'>>;

/** How often a poll channel is asked in the suite, seconds; its own interval would make the suite wait. */
const POLL_SECONDS = 0.05;

/** Retries as soon as the suite can see that they did not come too early. */
const TUNING: Partial<Tuning> = {
  tick: 100,
  replies: { attempts: 32, firstPause: 200, mostPause: 1_000, lease: 60_000 },
  fetches: { attempts: 24, firstPause: 200, mostPause: 1_000, timeout: 5_000 },
};

/** Makes the subject's service, its own way where it has one. */
export async function makeService(
  subject: Pick<Subject, 'channel' | 'run'>,
  platform: Platform,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AnyService> {
  if (subject.run) return subject.run(platform, env, TUNING);
  const { channel } = subject;
  const hurried = channel.kind === 'poll' ? { ...channel, everySeconds: POLL_SECONDS } : channel;
  return runChannel(hurried, platform, env, TUNING);
}
