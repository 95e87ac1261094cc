import type { EventLog } from '@yihaotong/event-log';
import { type CaseEvent, derivedId, type PetitionNormalized, type Seal, writeEvent } from '@yihaotong/petition-event';
import { caseEvent, keyOf, normalized, received, snapshotFor } from './events.ts';

const CLASSES = ['consult', 'help', 'suggest', 'complain'] as const;
const CHANNELS = ['app', 'sms', 'phone', 'wechat'] as const;
const DISTRICTS = ['临江区', '云溪区', '北湖区', '高新区', '南屏县'] as const;
const TOPICS = ['城乡建设/路灯', '环境保护/噪声', '交通运输/公交', '教育文体/学校'] as const;
const UNITS = [
  { id: 'housing', name: '住建局' },
  { id: 'environment', name: '生态环境局' },
  { id: 'transport', name: '交通运输局' },
] as const;
const BATCH = 500;

export interface SeedOptions {
  petitions: number;
  /** The first one is received here, each following one `everySeconds` later. */
  from: Date;
  everySeconds?: number;
  /** Each so-manyth petition joins the case before it; default 5. */
  joinEvery?: number;
  /** Each so-manyth case is closed; default 4. */
  closeEvery?: number;
  /** Sees each case event. */
  onCase?: (event: CaseEvent) => void;
}

/**
 * Puts petitions and their cases on the log, as adapters, normalizer and routing would; everything follows from the
 * number, so that two seeds are the same. For tests and measurements of the board.
 */
export async function seedBoard(eventLog: EventLog, seal: Seal, options: SeedOptions): Promise<void> {
  const { petitions, from, everySeconds = 60, joinEvery = 5, closeEvery = 4, onCase = () => {} } = options;
  let opener: PetitionNormalized | null = null;
  let joined = 0;
  for (let start = 0; start < petitions; start += BATCH) {
    const batch = {
      received: [] as ReturnType<typeof received>[],
      normalized: [] as PetitionNormalized[],
      cases: [] as CaseEvent[],
    };
    for (let n = start; n < Math.min(start + BATCH, petitions); n++) {
      const receivedAt = new Date(from.getTime() + n * everySeconds * 1000);
      const said = { seal, channel: pick(CHANNELS, n), nativeId: `seed-${n}`, receivedAt, title: `${n} 号来件` };
      const understanding = { class: pick(CLASSES, n), topic: pick(TOPICS, n), urgency: n % 50 === 0 ? 2 : 0 } as const;
      const place = { district: pick(DISTRICTS, n), street: null, road: null, estate: null, number: null };
      const joins: PetitionNormalized | null = n % joinEvery === joinEvery - 1 ? opener : null;
      const relation = joins
        ? { kind: 'same-matter' as const, matterId: joins.data.relation.matterId, of: joins.subject, score: 0.9 }
        : {};
      const event = normalized({
        ...said,
        understanding: { ...understanding, place },
        relation,
        origin: { partition: 0, offset: n },
      });
      joined = joins ? joined + 1 : 0;
      opener = joins ? opener : event;
      batch.received.push(received(said));
      batch.normalized.push(event);
      batch.cases.push(...caseEvents(event, joins, joined, n, closeEvery));
    }
    await appendAll(eventLog, 'petitions.received', batch.received);
    await appendAll(eventLog, 'petitions.normalized', batch.normalized);
    await appendAll(eventLog, 'cases', batch.cases);
    for (const event of batch.cases) onCase(event);
  }
}

function caseEvents(
  event: PetitionNormalized,
  joins: PetitionNormalized | null,
  joined: number,
  n: number,
  closeEvery: number,
): CaseEvent[] {
  const unit = pick(UNITS, joins ? n - 1 : n);
  const cause = { petitionId: event.subject, causeId: event.id };
  if (joins) return [caseEvent('case.joined', snapshotFor(joins, { unit, version: 1 + joined }), cause)];
  const opened = snapshotFor(event, { unit });
  const events = [caseEvent('case.opened', opened, cause)];
  if (n % closeEvery !== 0) return events;
  const at = new Date(Date.parse(opened.openedAt) + 3_600_000).toISOString();
  const closed = {
    ...opened,
    version: 100,
    state: 'closed' as const,
    closedAt: at,
    answer: { text: '已修好', signedBy: '王科', at },
  };
  events.push(caseEvent('case.answered', closed, { causeId: derivedId('answer', opened.caseId) }));
  return events;
}

async function appendAll<T extends 'petitions.received' | 'petitions.normalized' | 'cases'>(
  eventLog: EventLog,
  topic: T,
  events: Parameters<typeof writeEvent<T>>[1][],
): Promise<void> {
  await eventLog.append(
    topic,
    events.map((event) => ({ key: keyOf(topic, event), value: writeEvent(topic, event) })),
  );
}

const pick = <T>(from: readonly T[], n: number): T => {
  const found = from[n % from.length];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
};
