import type { DocumentStore } from '@yihaotong/document-store';
import type { EventLog } from '@yihaotong/event-log';
import type { PolicySource } from '@yihaotong/hotline-policy';
import type { Seal } from '@yihaotong/petition-event';
import type { Telemetry } from '@yihaotong/telemetry';
import type { Router } from 'express';

/** What every service is given. Made once, in the process's main. */
export interface Platform {
  eventLog: EventLog;
  documentStore: DocumentStore;
  policy: PolicySource;
  seal: Seal;
  telemetry: Telemetry;
  /** The clock, so that tests can turn it. */
  now: () => Date;
  /** A folder of this process's own: outboxes and blobs stand in it. */
  dataFolder: string;
  /** The address under which people reach the gateway, without a slash at the end. */
  publicUrl: string;
}

/** A part of the gateway that runs by itself. */
export interface Service {
  /** As its folder under `services/`. */
  name: string;
  /** What it serves over HTTP, mounted at `/`. */
  routes?: Router;
  /** Resolves when it takes in work. */
  start(): Promise<void>;
  /** Takes in nothing more, finishes what it began, resolves when that is durable. */
  stop(): Promise<void>;
  /** Null when ready; otherwise why not, in words. */
  notReady(): string | null;
}
