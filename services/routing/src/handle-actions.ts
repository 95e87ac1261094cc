import type { Batch, LogRecord } from '@yihaotong/event-log';
import { type ReplyRequested, readEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { SPANS } from '@yihaotong/telemetry';
import { type CaseStore, withoutConflict } from './case-store.ts';
import { type ActionDecision, answerFor, type CaseAction, decideAction } from './decide-action.ts';
import { eachLimited, groupBy } from './each.ts';
import { publish, type Traced } from './publish.ts';
import { type Poison, quarantine, type Reason } from './quarantine.ts';
import { ACTIONS_REMEMBERED, type CaseBody } from './state.ts';

const AT_ONCE = 64;
const PAGE = 500;

interface Item {
  record: LogRecord;
  action: CaseAction;
}

/**
 * Carries out what people at the desk decided, in slices no longer than a case's memory of actions, so that whatever
 * comes again after a crash is still remembered.
 */
export async function handleActions(batch: Batch, platform: Platform, store: CaseStore): Promise<void> {
  for (let from = 0; from < batch.records.length; from += ACTIONS_REMEMBERED) {
    batch.signal.throwIfAborted();
    const records = batch.records.slice(from, from + ACTIONS_REMEMBERED);
    await handleSlice(records, platform, store);
    const last = records.at(-1);
    if (last) await batch.progress(last.offset + 1);
  }
}

async function handleSlice(records: readonly LogRecord[], platform: Platform, store: CaseStore): Promise<void> {
  const poison: Poison[] = [];
  const byCase = groupBy(readItems(records, poison), ({ action }) => action.data.caseId);
  await eachLimited(byCase.values(), AT_ONCE, async (items) => {
    for (const item of items) await handleItem(item, platform, store, poison);
  });
  await quarantine(platform, poison);
}

function readItems(records: readonly LogRecord[], poison: Poison[]): Item[] {
  const items: Item[] = [];
  for (const record of records) {
    try {
      const action = readEvent('desk.actions', record.value);
      // Carried out by the adapter of the channel.
      if (action.type !== 'action.replayed') items.push({ record, action });
    } catch {
      poison.push({ record, reason: { code: 'unreadable-event', message: 'the record is no desk action' } });
    }
  }
  return items;
}

async function handleItem(
  { record, action }: Item,
  platform: Platform,
  store: CaseStore,
  poison: Poison[],
): Promise<void> {
  const { telemetry } = platform;
  const work = async () => {
    const decided = await withoutConflict(() => decideAndStore(record, action, platform, store));
    if ('code' in decided) {
      poison.push({ record, reason: decided });
      return;
    }
    const { decision, body } = decided;
    const headers = telemetry.traceHeaders();
    await publish(
      platform,
      decision.outputs.cases.map((event) => ({ event, headers })),
      [],
    );
    if (decision.answers) await sendAnswers(body, headers, platform, store);
  };
  await telemetry.span(SPANS.act, { caseId: action.data.caseId, type: action.type }, work, record.headers);
}

async function decideAndStore(
  record: LogRecord,
  action: CaseAction,
  platform: Platform,
  store: CaseStore,
): Promise<{ decision: ActionDecision; body: CaseBody } | Reason> {
  const stored = await store.cases.get(action.data.caseId);
  if (!stored) {
    const message = `${action.type} names a case that does not exist; check the case and do it again`;
    return { code: 'unknown-case', message };
  }
  const decision = decided(record, action, stored.body, platform);
  if ('code' in decision) return decision;
  if (decision.changed) await store.cases.put(stored.id, decision.changed, stored.version);
  return { decision, body: decision.changed ?? stored.body };
}

/** What cannot be decided is set aside: thrown on, it would hold up every action behind it. */
function decided(
  { topic, partition, offset }: LogRecord,
  action: CaseAction,
  body: CaseBody,
  { policy, telemetry }: Platform,
): ActionDecision | Reason {
  try {
    return decideAction(action, body, { source: `${topic}/${partition}`, offset }, policy.current());
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    const at = error instanceof Error ? error.stack?.split('\n').slice(1, 4) : undefined;
    telemetry.logger.error({ name, at, caseId: body.snapshot.caseId }, 'an action could not be decided');
    return { code: 'undecidable', message: `no decision (${name}): the service's log says where` };
  }
}

/** The answer for every petition of a case, page by page. One that joins meanwhile gets it from its own handling. */
async function sendAnswers(
  body: CaseBody,
  headers: Readonly<Record<string, string>>,
  platform: Platform,
  store: CaseStore,
): Promise<void> {
  const policy = platform.policy.current();
  let after: string | null = null;
  do {
    const page = await findPetitions(store, body.snapshot.caseId, after);
    const replies: Traced<ReplyRequested>[] = [];
    for (const { id, body: petition } of page.items) {
      const event = answerFor({ petitionId: id, petition }, body, policy);
      if (event) replies.push({ event, headers });
    }
    await publish(platform, [], replies);
    after = page.next;
  } while (after !== null);
}

function findPetitions(store: CaseStore, caseId: string, after: string | null) {
  return store.petitions.find({ where: { caseId }, after, limit: PAGE });
}
