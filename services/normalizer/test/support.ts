import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestPlatform, testPlatform } from '@yihaotong/adapter-kit/testing';
import type { NewRecord } from '@yihaotong/event-log';
import { envelope, type PetitionReceived, writeEvent } from '@yihaotong/petition-event';
import { createNormalizer } from '../src/service.ts';

export const NOON = Date.parse('2026-03-02T12:00:00+08:00');

export interface Said {
  id: string;
  title?: string;
  text: string;
  citizen?: string | null;
  district?: string | null;
  /** Minutes after noon. */
  minute?: number;
  /** Minutes after noon, when the clock of the sender differs. */
  occurredMinute?: number;
}

/** A petition as an adapter puts it on the log. */
export function received({ id, title = '', text, citizen = null, district = null, ...when }: Said): PetitionReceived {
  const minute = when.minute ?? 0;
  const receivedAt = new Date(NOON + minute * 60_000);
  const occurredAt = new Date(NOON + (when.occurredMinute ?? minute) * 60_000).toISOString();
  return envelope('petition.received', {
    id,
    source: '/channels/app/test',
    subject: id,
    time: receivedAt,
    data: {
      petition: {
        channel: 'app',
        account: 'test',
        nativeId: id,
        threadId: null,
        line: null,
        citizen: { key: citizen, identity: null, name: null, phone: null },
        title,
        text,
        language: 'zh',
        place: { text: '', latitude: null, longitude: null, adcode: null, district },
        attachments: [],
        occurredAt,
        receivedAt: receivedAt.toISOString(),
        queryCode: 'ABCDEFGHJK',
        statedKind: null,
        extras: {},
        adapterVersion: '0.1.0',
      },
      raw: { mediaType: 'application/json', sha256: '', body: null, headers: {} },
    },
  });
}

/** The record of a petition, keyed as adapters do it, or so that all fall into one partition and keep their order. */
export function recordOf(said: Said, key?: string): NewRecord {
  return { key: key ?? said.citizen ?? said.id, value: writeEvent('petitions.received', received(said)) };
}

/** Runs a test on a platform of its own, below a folder that is removed afterwards. */
export async function onPlatform(work: (platform: TestPlatform, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'normalizer-'));
  const platform = await testPlatform({ folder, now: () => new Date(NOON) });
  try {
    await work(platform, folder);
  } finally {
    await platform.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs normalizers until the condition holds, then stops them. */
export async function normalizeUntil(
  platform: TestPlatform,
  holds: () => Promise<boolean>,
  normalizers = 1,
): Promise<void> {
  const services = await Promise.all(Array.from({ length: normalizers }, () => createNormalizer(platform)));
  for (const service of services) await service.start();
  try {
    await until(holds);
  } finally {
    for (const service of services) await service.stop();
  }
}

/** Waits for a condition; what never comes true runs into the test's own time limit. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What a reader of `petitions.normalized` keeps: per partition only origins higher than any before. */
export async function normalizedOnce(platform: TestPlatform) {
  const events = await platform.events('petitions.normalized');
  const highest = new Map<number, number>();
  return events.filter(({ data: { origin } }) => {
    if (origin.offset <= (highest.get(origin.partition) ?? -1)) return false;
    highest.set(origin.partition, origin.offset);
    return true;
  });
}

export const hasNormalized = (platform: TestPlatform, count: number) => async () =>
  (await normalizedOnce(platform)).length >= count;

/** What was decided of each petition, by id of the output. */
export async function decisions(platform: TestPlatform): Promise<Record<string, object>> {
  const events = await normalizedOnce(platform);
  return Object.fromEntries(
    events
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, data: { relation, invalid, understanding } }) => [
        id,
        { kind: relation.kind, matterId: relation.matterId, of: relation.of, invalid, class: understanding.class },
      ]),
  );
}
