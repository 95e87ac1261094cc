import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PetitionReceived } from '@yihaotong/petition-event';
import { capturedTelemetry } from './captured-telemetry.ts';
import { cleanly } from './cleanly.ts';
import type { LogMood } from './controlled-log.ts';
import { openDoor } from './door.ts';
import { logReader } from './log-reader.ts';
import { openSuitePlatform } from './platform.ts';
import { serviceLife, surround, wayIn } from './rig.ts';
import type { Item, Subject } from './subject.ts';

/** An adapter in a process of its own, which can be killed and started again on what it left behind. */
export interface Mortal {
  subject: Subject;
  /** Starts it, the log in this mood, and held after so many records; resolves when it takes in work. */
  live(mood: LogMood, heldAfter?: number): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Goes on in this process on what was left behind, as the next start of the adapter would. */
  goOn(): Promise<void>;
  /** Appends asked for and records made durable, in this life. */
  readonly asked: number;
  readonly appended: number;
  /** Poll. */
  offer(items: readonly Item[]): Promise<void>;
  /** Push: true when it was acknowledged; false when it was not, or the process died over it. */
  sendAndSee(item: Item): Promise<boolean>;
  /** Bytes that the process holds on to, after a full collection. */
  heldBytes(): Promise<number>;
  petitions(): Promise<PetitionReceived[]>;
}

/** What the process is told at its start, as JSON in its first argument. */
export interface Orders {
  module: string;
  folder: string;
  env: Readonly<Record<string, string>>;
  mood: LogMood;
  heldAfter: number | null;
}

/** What it tells. */
export type Report =
  | { listening: number }
  | { asked: number }
  | { appended: number }
  | { heldBytes: number }
  | { failed: string };

const RUNNER = fileURLToPath(new URL('./runner.ts', import.meta.url));

export function withMortal(subject: Subject, work: (mortal: Mortal) => Promise<void>): Promise<void> {
  return cleanly(async (undo) => {
    const folder = await mkdtemp(join(tmpdir(), 'adapter-conformance-'));
    undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    const platform = await openSuitePlatform(folder, capturedTelemetry());
    undo.push(() => platform.close());
    const { source, env } = await surround(subject, undo);
    const orders = { module: subject.module.href, folder, env: { ...subject.env, ...env } };
    const life = lives(orders);
    undo.push(() => life.kill());
    const door = await openDoor();
    undo.push(() => door.close());
    const next = serviceLife(platform, orders.env, door);
    undo.push(next.stop);
    const way = wayIn(subject, life, source, () => new Date());
    const { petitions } = logReader(platform.eventLog.open, platform.seal, subject, () => new Date());
    await work({
      subject,
      live: life.begin,
      kill: life.kill,
      async goOn() {
        await next.begin(subject);
        life.port = door.port;
      },
      get asked() {
        return life.asked;
      },
      get appended() {
        return life.appended;
      },
      async offer(items) {
        if (!source) throw new Error('the subject of a poll channel needs `source`');
        await source.offer(items);
      },
      async sendAndSee(item) {
        const answer = await way.bring(item).catch(() => null);
        return answer !== null && way.accepted(answer);
      },
      heldBytes: life.heldBytes,
      petitions,
    });
  });
}

/** One process after the other. */
function lives(orders: Pick<Orders, 'module' | 'folder' | 'env'>) {
  let child: ChildProcess | undefined;
  const life = { port: 0, asked: 0, appended: 0, begin, kill, heldBytes };

  async function begin(mood: LogMood, heldAfter: number | null = null): Promise<void> {
    Object.assign(life, { asked: 0, appended: 0 });
    const started = fork(RUNNER, [JSON.stringify({ ...orders, mood, heldAfter } satisfies Orders)], {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    let said = '';
    started.stdout?.resume();
    started.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-2000);
    });
    await new Promise<void>((resolve, reject) => {
      started.on('message', (report: Report) => {
        if ('listening' in report) {
          life.port = report.listening;
          resolve();
        }
        if ('asked' in report) life.asked = report.asked;
        if ('appended' in report) life.appended += report.appended;
        if ('failed' in report) reject(new Error(`the adapter's process did not start: ${report.failed}`));
      });
      started.on('exit', () => reject(new Error(`the adapter's process ended: ${said}`)));
    });
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async function heldBytes(): Promise<number> {
    const asked = child;
    if (!asked) throw new Error('no process lives');
    asked.send('weigh');
    for (;;) {
      const [report]: Report[] = await once(asked, 'message', { signal: AbortSignal.timeout(30_000) });
      if (report && 'heldBytes' in report) return report.heldBytes;
    }
  }

  return life;
}
