import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Batch } from '@yihaotong/event-log';
import type { EventOf, Topic } from '@yihaotong/petition-event';
import { createHub } from '../src/live/hub.ts';
import { projector } from '../src/project/projector.ts';
import { type Collections, openCollections } from '../src/store/collections.ts';
import {
  CANARY,
  caseEvent,
  normalized,
  quarantined,
  quarantineIdOf,
  recovered,
  replyEvents,
  snapshotFor,
} from './support/events.ts';
import { type DeskPlatform, deskPlatform } from './support/platform.ts';

let platform: DeskPlatform;
let collections: Collections;
let write: ReturnType<typeof projector>;
beforeEach(async () => {
  platform = await deskPlatform();
  collections = await openCollections(platform.documentStore);
  write = projector(collections, platform, createHub());
});
afterEach(() => platform.remove());

const batch = (topic: string, partition = 0): Batch => ({
  topic,
  partition,
  records: [],
  signal: new AbortController().signal,
  progress: async () => {},
});

const at = <T extends Topic>(topic: T, offset: number, event: EventOf<T>) => ({
  event,
  record: { topic, partition: 0, offset, key: '', value: new Uint8Array(), headers: {}, timestamp: 0 },
});

function story() {
  const { seal } = platform;
  const first = normalized({ seal, nativeId: '1', origin: { partition: 0, offset: 0 } });
  const relation = {
    kind: 'same-matter' as const,
    matterId: first.data.relation.matterId,
    of: first.subject,
    score: 0.8,
  };
  const second = normalized({ seal, nativeId: '2', origin: { partition: 0, offset: 1 }, relation });
  const again = normalized({
    seal,
    nativeId: '1',
    origin: { partition: 0, offset: 2 },
    relation: { kind: 'redelivery', of: first.subject },
  });
  const opened = snapshotFor(first);
  const at = new Date(Date.parse(opened.openedAt) + 3_600_000).toISOString();
  const corrected = { ...opened, version: 3, class: 'complain' as const, unit: { id: 'environment', name: '环保' } };
  const closed = {
    ...corrected,
    version: 4,
    state: 'closed' as const,
    closedAt: at,
    answer: { text: '已修好', signedBy: '王科', at },
  };
  const cases = [
    caseEvent('case.opened', opened, { petitionId: first.subject, causeId: first.id }),
    caseEvent('case.joined', { ...opened, version: 2 }, { petitionId: second.subject, causeId: second.id }),
    caseEvent('case.corrected', corrected, { petitionId: second.subject, causeId: 'correction', by: '李' }),
    caseEvent('case.answered', closed, { causeId: 'answer', by: '李' }),
    caseEvent('case.refused', closed, { causeId: 'second answer', by: '李', note: 'answered already' }),
  ];
  const replies = Object.values(replyEvents(first, opened.caseId));
  return { normalized: [first, second, again], cases, replies };
}

const READ_MODELS = ['cases', 'petitions', 'links', 'timeline', 'replies', 'outcomes'] as const;

async function readModels(): Promise<string> {
  const all: unknown[] = [];
  for (const name of READ_MODELS) {
    const { items } = await collections[name].find({ limit: 1000 });
    all.push([name, items.map(({ id, version, body }) => ({ id, version, body }))]);
  }
  return JSON.stringify(all);
}

type Step = () => Promise<void>;

function steps(told: ReturnType<typeof story>): Step[] {
  return [
    ...told.normalized.map(
      (event, offset) => () =>
        write.normalized([at('petitions.normalized', offset, event)], batch('petitions.normalized')),
    ),
    ...told.cases.map((event, offset) => () => write.cases([at('cases', offset, event)])),
    ...told.replies.map((event, offset) => () => write.replies([at('replies', offset, event)])),
  ];
}

describe('the read models', () => {
  test('say what happened', async () => {
    const told = story();
    for (const step of steps(told)) await step();
    const caseId = told.cases[0]?.subject ?? '';
    expect((await collections.cases.get(caseId))?.body).toMatchObject({
      open: false,
      unitId: 'environment',
      class: 'complain',
    });
    const { items: links } = await collections.links.find({
      where: { caseId },
      sort: { field: 'order', direction: 'ascending' },
    });
    expect(links.map(({ id }) => id)).toEqual([told.normalized[0]?.subject, told.normalized[1]?.subject]);
    const { items: timeline } = await collections.timeline.find({
      where: { caseId },
      sort: { field: 'at', direction: 'ascending' },
    });
    expect(timeline.map(({ body }) => body.type).toSorted()).toEqual([
      'case.answered',
      'case.corrected',
      'case.joined',
      'case.opened',
      'case.refused',
    ]);
    const { items: outcomes } = await collections.outcomes.find({});
    expect(outcomes.map(({ body }) => [body.state, body.through])).toEqual([['delivered', 'sms']]);
  });

  test('are the same in whatever order the events come, and however often', async () => {
    const told = story();
    for (const step of steps(told)) await step();
    const inOrder = await readModels();
    for (const seed of [7, 31, 77]) {
      const other = await deskPlatform();
      try {
        collections = await openCollections(other.documentStore);
        write = projector(collections, platform, createHub());
        const twice = [...steps(told), ...steps(told)];
        // A fixed shuffle: each step by its place times a number without a common divisor.
        const order = twice.map((_step, index) => (index * seed) % twice.length);
        const shuffled = new Set(order).size === twice.length ? order : twice.keys();
        for (const index of shuffled) await twice[index]?.();
        expect(await readModels()).toBe(inOrder);
      } finally {
        await other.remove();
      }
    }
  });

  test('hold no name, number or identity in the clear', async () => {
    const told = story();
    const { seal } = platform;
    const text = `我叫什么不说，电话 ${CANARY.phone}，请回复`;
    told.normalized.push(normalized({ seal, nativeId: '9', text, title: CANARY.phone }));
    for (const step of steps(told)) await step();
    const everything = await readModels();
    for (const secret of Object.values(CANARY)) expect(everything).not.toContain(secret);
  });

  test('a petition of a million characters is shown by its head, and stops nobody', async () => {
    const { seal } = platform;
    const long = normalized({ seal, nativeId: 'long', text: '水'.repeat(1_000_000) });
    const next = normalized({ seal, nativeId: 'next', origin: { partition: 0, offset: 1 } });
    const read = [at('petitions.normalized', 0, long), at('petitions.normalized', 1, next)];
    await write.normalized(read, batch('petitions.normalized'));
    expect((await collections.petitions.get(long.subject))?.body.text.length).toBe(200_000);
    expect(await collections.petitions.get(next.subject)).not.toBeNull();
  });

  test('a document that the store refuses is left out with an alarm, the others are written', async () => {
    const { seal } = platform;
    const extras = { huge: 'x'.repeat(3_000_000) };
    const huge = normalized({ seal, nativeId: 'huge' });
    const bad = { ...huge, data: { ...huge.data, petition: { ...huge.data.petition, extras } } };
    const good = normalized({ seal, nativeId: 'good', origin: { partition: 0, offset: 1 } });
    const read = [at('petitions.normalized', 0, bad), at('petitions.normalized', 1, good)];
    await write.normalized(read, batch('petitions.normalized'));
    expect(await collections.petitions.get(bad.subject)).toBeNull();
    expect(await collections.petitions.get(good.subject)).not.toBeNull();
    expect(platform.telemetry.alarms).toMatchObject([{ code: 'unwritable-document' }]);
  });

  test('a petition whose key is gone is still shown', async () => {
    const event = normalized({ seal: platform.seal });
    const citizen = { key: 'k', identity: null, name: 'sealed:gone:AAAA', phone: null } as const;
    const data = { ...event.data, petition: { ...event.data.petition, citizen } };
    await write.normalized([at('petitions.normalized', 0, { ...event, data })], batch('petitions.normalized'));
    expect((await collections.petitions.get(event.subject))?.body.shown).toEqual({
      anonymous: false,
      name: '***',
      phone: null,
    });
  });
});

describe('quarantine', () => {
  const put = (offset: number, event: EventOf<'petitions.quarantined'>) =>
    write.quarantined([at('petitions.quarantined', offset, event)]);

  test('an entry is open, leaves when it is recovered, and is open again when it is put back', async () => {
    const given = { seal: platform.seal, body: '{' };
    const id = quarantineIdOf('app', '{');
    const states: unknown[] = [];
    const look = async () => {
      const body = (await collections.quarantine.get(id))?.body;
      states.push([body?.state, body?.openItems]);
    };
    await put(4, quarantined(given));
    await look();
    await put(5, recovered(given, ['p1']));
    await look();
    await put(4, quarantined(given));
    await look();
    await put(9, quarantined(given));
    await look();
    expect(states).toEqual([
      ['open', 1],
      ['recovered', 0],
      ['recovered', 0],
      ['open', 1],
    ]);
  });

  test('one entry may hold several records of the log, each counted once', async () => {
    const origin = (offset: number) => ({ topic: 'petitions.received', partition: 1, offset });
    const given = { seal: platform.seal, body: '?', stage: 'normalizer' as const };
    const id = quarantineIdOf('app', '?');
    await put(0, quarantined({ ...given, origin: origin(3) }));
    await put(1, quarantined({ ...given, origin: origin(3) }));
    await put(2, quarantined({ ...given, origin: origin(8) }));
    expect((await collections.quarantine.get(id))?.body).toMatchObject({ openItems: 0, openRecords: 2 });
    await put(3, recovered(given, []));
    expect((await collections.quarantine.get(id))?.body).toMatchObject({ openRecords: 0, recoveredRecords: 2 });
    await put(4, quarantined({ ...given, origin: origin(8) }));
    expect((await collections.quarantine.get(id))?.body).toMatchObject({ openRecords: 0, recoveredRecords: 2 });
  });
});
