import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { ChannelService } from '@yihaotong/adapter-kit';
import type { Environment } from '@yihaotong/service-host';
import { createClock } from './clock.ts';
import { type Gateway, runGateway } from './gateway.ts';
import { localKeys } from './local-key.ts';
import { readOptions } from './options.ts';
import { playSampleDay } from './sample-day/play.ts';
import { say } from './texts.ts';

/** `npm start`: runs the gateway until it is told to stop (SIGINT, SIGTERM), and says on `print` where to look. */
export async function run(
  args: readonly string[],
  environment: Environment,
  print: (line: string) => void,
): Promise<void> {
  const { settings, empty, help } = readOptions(args, environment);
  if (help) return print(say('usage'));
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

  print(say('starting'));
  const firstStart = await isEmpty(settings.dataFolder);
  const local = environment.APP_API_KEYS ? null : await localKeys(settings.keysFolder);
  const keys = local?.keys ?? environment.APP_API_KEYS ?? '';
  const clock = createClock();
  const gateway = await runGateway(settings, { ...environment, APP_API_KEYS: keys }, clock.now);
  introduce(gateway, local?.path ?? null, print);
  if (firstStart && !empty) {
    print(say('sampleStart'));
    const { accepted, refused } = await playSampleDay(gateway.host, keys, clock);
    print(say('sampleDone', { accepted: String(accepted), refused: String(refused) }));
  }
  print(say('stopHint'));

  await stop;
  print(say('stopping'));
  await gateway.host.stop();
  print(say('stopped'));
}

/** A folder that is not there yet is empty, and so is one that a start left behind which failed before it wrote anything. */
async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.length === 0;
}

function introduce(
  { host: { url }, channels, firstSignInLink }: Gateway,
  keyPath: string | null,
  print: (line: string) => void,
) {
  print(say('running', { url }));
  for (const page of ['board', 'submit', 'query'] as const) print(say(page, { url }));
  if (firstSignInLink) print(say('firstSignIn', { link: firstSignInLink }));
  print(say('channels'));
  for (const channel of channels) print(stateOf(channel));
  if (keyPath) print(say('localKey', { path: keyPath }));
}

function stateOf(service: ChannelService): string {
  const { state, missing, wrong } = service.status();
  const title = `${service.channel.title.zh} ${service.channel.title.en}`;
  if (state === 'running') return say('channelRunning', { title });
  if (state === 'failing') return say('channelFailing', { title });
  return say('channelMissing', { title, missing: [...missing, ...wrong].join(', ') });
}
