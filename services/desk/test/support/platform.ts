import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TestPlatform, testPlatform } from '@yihaotong/adapter-kit/testing';
import { loadPolicy } from '@yihaotong/hotline-policy';
import { type EventOf, type Topic, writeEvent } from '@yihaotong/petition-event';
import { GROUPS } from '../../src/ledger/groups.ts';
import { keyOf } from './events.ts';

// Read once: it is a large file, and nobody changes a policy.
const POLICY = loadPolicy(fileURLToPath(new URL('../../../../policy/default.yaml', import.meta.url)));

/** The shipped policy, a clock that is turned by hand, the embedded drivers in a folder of their own. */
export interface DeskPlatform extends TestPlatform {
  turnClock(to: Date): void;
  /** Puts events on the log, each under its key. */
  say<T extends Topic>(topic: T, ...events: EventOf<T>[]): Promise<void>;
  remove(): Promise<void>;
}

export async function deskPlatform(start = new Date('2026-03-10T06:00:00.000Z')): Promise<DeskPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'));
  let time = start;
  const platform = await testPlatform({ folder, now: () => time });
  return {
    ...platform,
    policy: { current: () => POLICY, close: () => {} },
    turnClock(to) {
      time = to;
    },
    async say(topic, ...events) {
      await platform.eventLog.append(
        topic,
        events.map((event) => ({ key: keyOf(topic, event), value: writeEvent(topic, event) })),
      );
    },
    async remove() {
      await platform.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Resolves when the desk has been through everything that is on the log. */
export async function untilRead({ eventLog }: Pick<TestPlatform, 'eventLog'>): Promise<void> {
  for (const [topic, group] of Object.entries(GROUPS)) {
    for (const { partition, first, next } of await eventLog.bounds(topic)) {
      for (;;) {
        const progress = await eventLog.progressOf(group, topic);
        const done = progress.find((entry) => entry.partition === partition)?.offset ?? first;
        if (done >= next) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }
}
