import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Petition, PetitionReceived, Seal } from '@yihaotong/petition-event';
import { type CapturedTelemetry, capturedTelemetry } from './captured-telemetry.ts';
import { cleanly, type Undo } from './cleanly.ts';
import type { ControlledLog } from './controlled-log.ts';
import { type Door, openDoor } from './door.ts';
import { type Answer, type ItemRequest, send } from './http.ts';
import { type LogReader, logReader } from './log-reader.ts';
import { openSuitePlatform, type SuitePlatform } from './platform.ts';
import { bytesOf } from './sample.ts';
import { type AnyService, makeService } from './service.ts';
import type { FakeSource, FakeVendor, Item, Subject } from './subject.ts';
import { until } from './until.ts';

/** An adapter set up for one check: in this process, on a folder of its own, with everything around it in our hand. */
export interface Rig extends LogReader {
  subject: Subject;
  folder: string;
  log: ControlledLog;
  telemetry: CapturedTelemetry;
  seal: Seal;
  vendor: FakeVendor;
  /** The service that runs now. */
  service(): AnyService;
  now(): Date;
  advance(milliseconds: number): void;
  /** Push: the item as an honest request. */
  request(item: Item, signedAt?: Date): ItemRequest;
  send(request: ItemRequest): Promise<Answer>;
  accepted(answer: Answer): boolean;
  tryAgain(answer: Answer): boolean;
  /** Brings the item in on the channel's way: sends it (push; resolves to the answer) or offers it (poll; null). */
  bring(item: Item): Promise<Answer | null>;
  /** Waits for the petition whose text holds the marker. */
  arrived(marker: string): Promise<Petition>;
  /** All petitions on the log, copies included. */
  petitions(): Promise<PetitionReceived[]>;
  /** Stops the service and makes another one on the same folder. */
  restart(): Promise<void>;
  /** Stops the service and runs another subject's on the same folder. */
  runWith(subject: Subject): Promise<void>;
}

export interface RigOptions {
  /** Laid over the subject's environment; undefined takes a variable away. */
  env?: Readonly<Record<string, string | undefined>>;
  /** False: nothing runs until `restart` or `runWith`. */
  start?: boolean;
}

/** Sets an adapter up, runs the work, and takes everything down again, whatever happened. */
export function withRig(subject: Subject, options: RigOptions, work: (rig: Rig) => Promise<void>): Promise<void> {
  return cleanly(async (undo) => {
    const folder = await mkdtemp(join(tmpdir(), 'adapter-conformance-'));
    undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    await work(await setUp(subject, folder, options, undo));
  });
}

async function setUp(subject: Subject, folder: string, options: RigOptions, undo: Undo): Promise<Rig> {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const telemetry = capturedTelemetry();
  const platform = await openSuitePlatform(folder, telemetry, { now });
  undo.push(() => platform.close());
  const surroundings = await surround(subject, undo);
  const env = { ...subject.env, ...surroundings.env, ...options.env };
  const door = await openDoor();
  undo.push(() => door.close());
  const life = serviceLife(platform, env, door);
  if (options.start !== false) await life.begin(subject);
  undo.push(async () => {
    platform.eventLog.set('works');
    await life.stop();
  });
  const reader = logReader(platform.eventLog.open, platform.seal, subject, now);
  return {
    ...reader,
    ...wayIn(subject, door, surroundings.source, now),
    subject,
    folder,
    log: platform.eventLog,
    telemetry,
    seal: platform.seal,
    vendor: surroundings.vendor,
    service: life.service,
    now,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    restart: () => life.begin(subject),
    runWith: life.begin,
    async arrived(marker) {
      const found = await until(`an item (${marker}) is on the log`, async () =>
        (await reader.petitions()).find(({ data }) => data.petition.text.includes(marker)),
      );
      return found.data.petition;
    },
  };
}

/** The fakes around the adapter, and the settings that lead to them. */
export async function surround(subject: Subject, undo: Undo) {
  const source = await subject.source?.();
  if (source) undo.push(() => source.close());
  const vendor = (await subject.vendor?.()) ?? NO_VENDOR;
  undo.push(() => vendor.close());
  const env: Record<string, string> = {
    ...source?.env,
    ...vendor.env,
    // The attachments of the suite's items stand on this machine, which the kit's guard refuses unless told.
    ATTACHMENT_ALLOWED_NETWORKS: '127.0.0.0/8',
  };
  return { source, vendor, env };
}

const NO_VENDOR: FakeVendor = { env: {}, sent: () => [], asked: () => 0, behave() {}, close: async () => {} };

/** One service after the other on the same platform. */
export function serviceLife(platform: SuitePlatform, env: Readonly<Record<string, string | undefined>>, door: Door) {
  let current: AnyService | undefined;
  async function stop(): Promise<void> {
    const last = current;
    current = undefined;
    door.open(undefined);
    await last?.stop();
  }
  return {
    stop,
    service(): AnyService {
      if (!current) throw new Error('no service runs');
      return current;
    },
    async begin(subject: Subject): Promise<void> {
      await stop();
      current = await makeService(subject, platform, env);
      await current.start();
      door.open(current.routes);
    },
  };
}

/** How items reach the adapter. */
export function wayIn(subject: Subject, door: { port: number }, source: FakeSource | undefined, now: () => Date) {
  const request = (item: Item, signedAt = now()): ItemRequest => {
    if (!subject.request) throw new Error('the subject of a push channel needs `request`');
    return subject.request({ ...item, body: bytesOf(item) }, { now: signedAt });
  };
  return {
    request,
    send: (outgoing: ItemRequest) => send(door.port, outgoing),
    accepted: (answer: Answer) => subject.accepted?.(answer) ?? (answer.status >= 200 && answer.status < 300),
    tryAgain: (answer: Answer) =>
      subject.tryAgain?.(answer) ?? (answer.status === 503 && answer.headers['retry-after'] !== undefined),
    async bring(item: Item): Promise<Answer | null> {
      if (subject.channel.kind === 'push') return send(door.port, request(item));
      if (!source) throw new Error('the subject of a poll channel needs `source`');
      await source.offer([item]);
      return null;
    },
  };
}
