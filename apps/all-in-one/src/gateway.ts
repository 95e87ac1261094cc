import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ChannelService } from '@yihaotong/adapter-kit';
import { createAppAdapter } from '@yihaotong/app-adapter';
import { createDesk } from '@yihaotong/desk';
import { createNormalizer } from '@yihaotong/normalizer';
import { createRouting } from '@yihaotong/routing';
import { type Environment, type RunningHost, runHost, type Service, type Settings } from '@yihaotong/service-host';

const CONSOLE = fileURLToPath(new URL('../../../services/desk/console/dist', import.meta.url));

export interface Gateway {
  host: RunningHost<Service>;
  channels: readonly ChannelService[];
  /** The first administrator's one-time link, while nobody has signed in yet. */
  firstSignInLink: string | null;
}

/** Every service in this process. `now` is the clock of all of them. */
export async function runGateway(settings: Settings, environment: Environment, now: () => Date): Promise<Gateway> {
  const channels: ChannelService[] = [];
  let firstSignInLink: () => Promise<string | null> = async () => null;
  const host = await runHost('all-in-one', settings, now, async (platform) => {
    // People live in their own time: whoever signs in while a sample day is played must not be signed out after it.
    const desk = await createDesk(
      { ...platform, now: () => new Date() },
      {
        consoleFolder: existsSync(CONSOLE) ? CONSOLE : null,
        secureCookies: platform.publicUrl.startsWith('https:'),
      },
    );
    firstSignInLink = () => desk.firstSignInLink();
    channels.push(await createAppAdapter(platform, environment));
    return [...channels, await createNormalizer(platform), await createRouting(platform), desk];
  });
  return { host, channels, firstSignInLink: await firstSignInLink() };
}
