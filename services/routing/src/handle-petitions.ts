import type { Stored } from '@yihaotong/document-store';
import type { Batch, LogRecord } from '@yihaotong/event-log';
import { type CaseEvent, type PetitionNormalized, type ReplyRequested, readEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { SPANS } from '@yihaotong/telemetry';
import { type CaseStore, type Chain, withoutConflict } from './case-store.ts';
import { answerFor } from './decide-action.ts';
import { decidePetition } from './decide-petition.ts';
import { eachLimited, groupBy } from './each.ts';
import { publish, type Traced } from './publish.ts';
import { type Poison, quarantine } from './quarantine.ts';
import type { CaseBody, PetitionBody } from './state.ts';

/** Matters that are written at once; their writes share a flush. */
const AT_ONCE = 64;

interface Item {
  record: LogRecord;
  event: PetitionNormalized;
}

/** What became of a batch so far, gathered over its matters. */
interface Gathered {
  cases: Traced<CaseEvent>[];
  replies: Traced<ReplyRequested>[];
  petitions: { id: string; body: PetitionBody; headers: Traced<unknown>['headers'] }[];
  poison: Poison[];
}

/**
 * Takes a batch of `petitions.normalized` into the cases. The steps, each durable before the next begins: case documents,
 * events and receipts, petition documents, answers that went past. A crash between any two of them leaves records whose
 * mark is already in the case; they come again and give the missing outputs again, under the same ids.
 */
export async function handlePetitions(batch: Batch, platform: Platform, store: CaseStore): Promise<void> {
  const gathered: Gathered = { cases: [], replies: [], petitions: [], poison: [] };
  const items = readItems(batch.records, gathered.poison);
  const matters = groupBy(items, ({ event }) => event.data.relation.matterId);
  const chains = await store.chains([...matters.keys()]);
  await eachLimited(matters, AT_ONCE, async ([matterId, ofMatter]) => {
    batch.signal.throwIfAborted();
    add(gathered, await handleMatter(ofMatter, chains.get(matterId), platform, store));
  });
  batch.signal.throwIfAborted();
  await publish(platform, gathered.cases, gathered.replies);
  await quarantine(platform, gathered.poison);
  await store.petitions.project(gathered.petitions.map(({ id, body }) => ({ id, version: 1, body })));
  await sendMissedAnswers(gathered.petitions, platform, store);
  recordTimes(items, platform);
}

function readItems(records: readonly LogRecord[], poison: Poison[]): Item[] {
  const items: Item[] = [];
  for (const record of records) {
    try {
      items.push({ record, event: readEvent('petitions.normalized', record.value) });
    } catch {
      // What the parser says may quote the citizen; the record itself is kept.
      const message = 'the record is no petition.normalized event';
      poison.push({ record, reason: { code: 'unreadable-event', message } });
    }
  }
  return items;
}

/** One matter's petitions, in order; decided again from what is stored when somebody else wrote in between. */
async function handleMatter(
  items: readonly Item[],
  loaded: Chain | undefined,
  platform: Platform,
  store: CaseStore,
): Promise<Gathered> {
  const matterId = items[0]?.event.data.relation.matterId ?? '';
  let chain = loaded;
  return withoutConflict(async () => {
    const stored = (chain ?? (await store.chains([matterId])).get(matterId))?.cases ?? [];
    chain = undefined;
    const { gathered, changed } = await decideMatter(items, stored, platform);
    for (const { id, body, expected } of changed) await store.cases.put(id, body, expected);
    return gathered;
  });
}

async function decideMatter(items: readonly Item[], stored: readonly Stored<CaseBody>[], platform: Platform) {
  const gathered: Gathered = { cases: [], replies: [], petitions: [], poison: [] };
  const versions = new Map(stored.map(({ id, version }) => [id, version]));
  const chain = stored.map(({ body }) => body);
  const changed = new Map<string, CaseBody>();
  for (const item of items) {
    const body = await decideItem(item, chain, platform, gathered);
    if (!body) continue;
    const isNext = body.number >= chain.length;
    chain.splice(isNext ? chain.length : body.number, isNext ? 0 : 1, body);
    changed.set(body.snapshot.caseId, body);
  }
  const writes = [...changed].map(([id, body]) => ({ id, body, expected: versions.get(id) ?? 0 }));
  return { gathered, changed: writes };
}

/** Decides about one petition inside its trace. What cannot be decided is set aside and stops nobody. */
async function decideItem(
  { record, event }: Item,
  chain: readonly CaseBody[],
  platform: Platform,
  into: Gathered,
): Promise<CaseBody | null> {
  const { telemetry, policy } = platform;
  const { petition, relation } = event.data;
  const attributes = { petitionId: event.subject, channel: petition.channel, relation: relation.kind };
  try {
    return await telemetry.span(
      SPANS.route,
      attributes,
      async () => {
        const decision = decidePetition(event, chain, policy.current());
        const headers = telemetry.traceHeaders();
        into.cases.push(...decision.outputs.cases.map((output) => ({ event: output, headers })));
        into.replies.push(...decision.outputs.replies.map((output) => ({ event: output, headers })));
        if (decision.petition) into.petitions.push({ id: event.subject, body: decision.petition, headers });
        return decision.changed;
      },
      record.headers,
    );
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    // The stack without its first line: a message might quote the citizen.
    const at = error instanceof Error ? error.stack?.split('\n').slice(1, 4) : undefined;
    telemetry.logger.error({ name, at, petitionId: event.subject }, 'a petition could not be decided');
    const message = `no decision (${name}): the service's log says where`;
    into.poison.push({ record, reason: { code: 'undecidable', message } });
    return null;
  }
}

/**
 * A case may be answered after a petition joined it and before that petition's document stands where the answering looks
 * for whom to tell. Whoever writes second sees the other: so each petition looks at its case once its document stands.
 */
async function sendMissedAnswers(
  petitions: Gathered['petitions'],
  platform: Platform,
  store: CaseStore,
): Promise<void> {
  const caseIds = new Set(petitions.map(({ body }) => body.caseId));
  const cases = new Map((await store.cases.getMany([...caseIds])).map(({ id, body }) => [id, body]));
  const replies: Traced<ReplyRequested>[] = [];
  for (const { id, body, headers } of petitions) {
    const caseBody = cases.get(body.caseId);
    const event = caseBody && answerFor({ petitionId: id, petition: body }, caseBody, platform.policy.current());
    if (event) replies.push({ event, headers });
  }
  await publish(platform, [], replies);
}

function add(all: Gathered, some: Gathered): void {
  all.cases.push(...some.cases);
  all.replies.push(...some.replies);
  all.petitions.push(...some.petitions);
  all.poison.push(...some.poison);
}

function recordTimes(items: readonly Item[], { telemetry, now }: Platform): void {
  const end = now().getTime();
  for (const { event } of items) {
    const seconds = (end - Date.parse(event.data.petition.receivedAt)) / 1000;
    telemetry.count('handled', { step: 'route' }, Math.max(0, seconds));
  }
}
