import { type Channel, type PollChannel, type PushChannel, runChannel, type Tuning } from '@yihaotong/adapter-kit';
import type { Platform, Service } from '@yihaotong/service-host';
import type { Subject } from '../../src/index.ts';
import { subject as fileDrop } from '../examples/file-drop/subject.ts';
import { subject as paper } from '../examples/paper/subject.ts';

/** An adapter that is right but for one thing, and the checks that see it. */
export interface Broken {
  /** What it does wrong: a sentence without its subject. */
  does: string;
  subject: Omit<Subject, 'module'>;
  /** The checks that it fails, all of them, each with what they say. */
  fails: Readonly<Record<string, RegExp>>;
  /** Checks that see it at some moments and not at others. */
  sometimes?: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** What may be wrong about it. */
export interface Wrong<C extends Channel> {
  /** In the channel as it runs; what it declares stays right. */
  channel?: (channel: C, platform: Platform) => C;
  platform?: (platform: Platform) => Platform;
  env?: (env: Env) => Env;
  service?: (service: Service) => Partial<Service>;
}

/** The paper channel with something wrong. */
export function paperBut(wrong: Wrong<PushChannel>): Broken['subject'] {
  if (paper.channel.kind !== 'push') throw new Error('the paper channel is a push channel');
  return but(paper, paper.channel, wrong);
}

/** The file-drop channel with something wrong. */
export function fileDropBut(wrong: Wrong<PollChannel>): Broken['subject'] {
  if (fileDrop.channel.kind !== 'poll') throw new Error('the file-drop channel is a poll channel');
  return but(fileDrop, { ...fileDrop.channel, everySeconds: 0.05 }, wrong);
}

function but<C extends Channel>(subject: Subject, right: C, wrong: Wrong<C>): Broken['subject'] {
  return {
    ...subject,
    run(given: Platform, env: Env, tuning: Partial<Tuning>) {
      const platform = wrong.platform?.(given) ?? given;
      const channel = wrong.channel?.(right, platform) ?? right;
      const service = runChannel<typeof right.config>(channel, platform, wrong.env?.(env) ?? env, tuning);
      return {
        name: service.name,
        ...(service.routes && { routes: service.routes }),
        start: () => service.start(),
        stop: () => service.stop(),
        notReady: () => service.notReady(),
        status: () => service.status(),
        ...wrong.service?.(service),
      };
    },
  };
}
