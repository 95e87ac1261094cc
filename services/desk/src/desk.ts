import type { Consumption } from '@yihaotong/event-log';
import type { Platform, Service } from '@yihaotong/service-host';
import type { Desk } from './api/context.ts';
import { routes } from './api/routes.ts';
import { BlobReader } from './blobs.ts';
import { cached } from './cached.ts';
import { DESK_DEFAULTS, type DeskConfig, type DeskOptions } from './config.ts';
import { ledgerReport } from './ledger/report.ts';
import { createHub } from './live/hub.ts';
import { startWatch } from './live/watch.ts';
import { Audit } from './people/audit.ts';
import { People } from './people/people.ts';
import { consumeTopic } from './project/consume.ts';
import { projector } from './project/projector.ts';
import { summarize } from './query/summary.ts';
import { openCollections } from './store/collections.ts';

/** The desk as a service. */
export interface DeskService extends Service {
  /** A new one-time link for the first administrator; null when there are users already. */
  firstSignInLink(): Promise<string | null>;
}

/** The board, the petition's page, the citizen's page, the ledger: read models over the log, and an HTTP API. */
export function createDesk(platform: Platform, options: DeskOptions): DeskService {
  const config: DeskConfig = { ...DESK_DEFAULTS, ...options };
  let opening: Promise<Desk> | null = null;
  const open = () => {
    opening ??= openDesk(platform, config);
    return opening;
  };
  let running: Running | null = null;
  return {
    name: 'desk',
    routes: routes(open, config, platform.telemetry),
    async start() {
      running = await run(await open());
    },
    async stop() {
      const stopped = running;
      running = null;
      await stopped?.stop();
    },
    notReady: () => (running ? null : 'the desk has not started reading the log'),
    async firstSignInLink() {
      const { people } = await open();
      const token = await people.firstToken();
      return token && `${platform.publicUrl}/signin?once=${token}`;
    },
  };
}

async function openDesk(platform: Platform, config: DeskConfig): Promise<Desk> {
  const collections = await openCollections(platform.documentStore);
  const { now, eventLog, policy } = platform;
  const summaries = new Map<string | null, ReturnType<typeof cached<Awaited<ReturnType<typeof summarize>>>>>();
  return {
    platform,
    config,
    collections,
    people: new People(collections, config, now),
    audit: new Audit(collections.audit, now),
    hub: createHub(),
    blobs: new BlobReader(platform.dataFolder),
    ledger: cached(() => ledgerReport(collections, eventLog, now())),
    summary(unitId) {
      const known = summaries.get(unitId);
      if (known) return known();
      const made = cached(() => summarize(collections, unitId, now(), policy.current().city.timeZone));
      summaries.set(unitId, made);
      return made();
    },
    streams: new Set(),
  };
}

interface Running {
  stop(): Promise<void>;
}

async function run(desk: Desk): Promise<Running> {
  const { platform, collections, hub } = desk;
  const write = projector(collections, platform, hub);
  const consumptions: Consumption[] = [
    await consumeTopic(platform, 'petitions.received', write.received),
    await consumeTopic(platform, 'petitions.normalized', write.normalized),
    await consumeTopic(platform, 'petitions.quarantined', write.quarantined),
    await consumeTopic(platform, 'cases', write.cases),
    await consumeTopic(platform, 'replies', write.replies),
  ];
  const stopWatch = startWatch(desk);
  return {
    async stop() {
      stopWatch();
      for (const end of [...desk.streams]) end();
      await Promise.all(consumptions.map((consumption) => consumption.close()));
    },
  };
}
