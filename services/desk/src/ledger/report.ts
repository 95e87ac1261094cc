import type { Scalar } from '@yihaotong/document-store';
import type { EventLog } from '@yihaotong/event-log';
import type { LedgerAnswer } from '../api/schema.ts';
import type { Collections } from '../store/collections.ts';
import { Books, sum } from './accounts.ts';
import { GROUPS, LEDGER_TOPICS } from './groups.ts';

export interface Ledger {
  answer: LedgerAnswer;
  books: Books;
}

/** Adds the books up. */
export async function ledgerReport(collections: Collections, eventLog: EventLog, now: Date): Promise<Ledger> {
  const before = await recordsBehind(eventLog);
  let books = await readBooks(collections);
  // A record may be counted as normalized in the instant before it is counted as received: look twice.
  if (!isSound(books)) books = await readBooks(collections);
  const behind = Math.max(before, await recordsBehind(eventLog));
  const channels = books.channels();
  const balanced = behind > 0 || isSound(books);
  const answer = { at: now.toISOString(), balanced, behind, channels, total: sum(Object.values(channels)) };
  return { answer, books };
}

const isSound = (books: Books) => Object.values(books.channels()).every(({ inFlight }) => inFlight >= 0);

/** What came out is read before what came in, so that nothing seems to have come from nowhere. */
async function readBooks(collections: Collections): Promise<Books> {
  const books = new Books();
  await readTallies(collections, 'petitions.normalized', books);
  await readQuarantine(collections, books);
  await readTallies(collections, 'petitions.received', books);
  return books;
}

async function readTallies({ tallies }: Collections, topic: string, books: Books): Promise<void> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof tallies.find>> = await tallies.find({ where: { topic }, after, limit: 1000 });
    for (const { body } of page.items) books.addTally(body);
    after = page.next;
  } while (after !== null);
}

async function readQuarantine({ quarantine }: Collections, books: Books): Promise<void> {
  const alike = await quarantine.count({ by: ['channel', 'hour', 'openItems', 'openRecords', 'recoveredRecords'] });
  for (const { values, count } of alike) {
    if (!values.openItems && !values.openRecords && !values.recoveredRecords) continue;
    books.addQuarantine(
      { hour: String(values.hour), channel: String(values.channel) },
      {
        entries: count,
        openItems: number(values.openItems),
        openRecords: number(values.openRecords),
        recoveredRecords: number(values.recoveredRecords),
      },
    );
  }
}

const number = (value: Scalar | undefined) => Number(value ?? 0);

/** Records of the ledger's topics that the desk has not been through yet. */
async function recordsBehind(eventLog: EventLog): Promise<number> {
  let behind = 0;
  for (const topic of LEDGER_TOPICS) {
    const [bounds, progress] = await Promise.all([eventLog.bounds(topic), eventLog.progressOf(GROUPS[topic], topic)]);
    const done = new Map(progress.map(({ partition, offset }) => [partition, offset]));
    for (const { partition, first, next } of bounds) behind += Math.max(0, next - (done.get(partition) ?? first));
  }
  return behind;
}
