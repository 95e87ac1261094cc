import { randomUUID } from 'node:crypto';
import type { EventLog, LogRecord } from '@yihaotong/event-log';
import {
  citizenKey,
  derivedId,
  type EventOf,
  envelope,
  type PetitionQuarantined,
  type PetitionReceived,
  type PetitionRecovered,
  type ReplyDelivered,
  type ReplyFailed,
  type ReplyRequested,
  readEvent,
  type Seal,
  TOPICS,
  type Topic,
  writeEvent,
} from '@yihaotong/petition-event';
import { identity } from './sample.ts';
import type { ItemFields, Subject } from './subject.ts';

type Requested = ReplyRequested;
type To = ItemFields['citizen'];

/** What the suite reads from the log, and what it writes there in the name of the services behind the adapter. */
export interface LogReader {
  petitions(): Promise<PetitionReceived[]>;
  quarantined(): Promise<PetitionQuarantined[]>;
  recovered(): Promise<PetitionRecovered[]>;
  /** Every record of the log as text: keys, headers, events. */
  everything(): Promise<string[]>;
  /** `replies` of the type delivered. */
  delivered(replyId: string): Promise<ReplyDelivered[]>;
  failed(replyId: string): Promise<ReplyFailed[]>;
  /** Asks for a reply, as routing does; to somebody new where nobody is named. */
  requestReply(text: string, fallbacks?: readonly string[], to?: To): Promise<Requested>;
  appendReply(reply: Requested): Promise<void>;
  /** The address to which a reply goes, in the clear. */
  identityOf(reply: Requested): string | null;
  /** The desk's word to read a quarantined item again. */
  replay(quarantineId: string): Promise<void>;
}

export function logReader(log: EventLog, seal: Seal, subject: Subject, now: () => Date): LogReader {
  const { channel } = subject;
  const put = async <T extends Topic>(topic: T, key: string, event: EventOf<T>) => {
    await log.append(topic, [{ key, value: writeEvent(topic, event) }]);
  };
  const replies = async () => eventsOf(log, 'replies');
  return {
    petitions: () => eventsOf(log, 'petitions.received'),
    async quarantined() {
      const events = await eventsOf(log, 'petitions.quarantined');
      return events.filter((event): event is PetitionQuarantined => event.type === 'petition.quarantined');
    },
    async recovered() {
      const events = await eventsOf(log, 'petitions.quarantined');
      return events.filter((event): event is PetitionRecovered => event.type === 'petition.recovered');
    },
    async everything() {
      const all: string[] = [];
      for (const topic of Object.keys(TOPICS)) {
        for await (const { key, headers, value } of recordsOf(log, topic)) {
          all.push(`${topic} ${key} ${JSON.stringify(headers)} ${Buffer.from(value).toString('utf8')}`);
        }
      }
      return all;
    },
    async delivered(replyId) {
      const events = (await replies()).filter((event): event is ReplyDelivered => event.type === 'reply.delivered');
      return events.filter(({ data }) => data.replyId === replyId);
    },
    async failed(replyId) {
      const events = (await replies()).filter((event): event is ReplyFailed => event.type === 'reply.failed');
      return events.filter(({ data }) => data.replyId === replyId);
    },
    async requestReply(text, fallbacks = [], to = someone(subject)) {
      const reply = replyTo(subject, seal, now(), { text, fallbacks, to });
      await put('replies', reply.data.citizen.key ?? reply.data.petitionId, reply);
      return reply;
    },
    appendReply: (reply) => put('replies', reply.data.citizen.key ?? reply.data.petitionId, reply),
    identityOf: ({ data }) => (data.citizen.identity ? seal.open(data.citizen.identity) : null),
    async replay(quarantineId) {
      const data = { quarantineId, channel: channel.id, by: 'conformance' };
      const fields = { id: randomUUID(), source: '/services/desk', subject: quarantineId, time: now(), data };
      await put('desk.actions', quarantineId, envelope('action.replayed', fields));
    },
  };
}

let asked = 0;

function someone(subject: Subject): To {
  const number = 9000 + (asked++ % 900);
  return { identity: identity(subject, number), name: '李四', phone: `1360000${number}` };
}

interface ReplyFields {
  text: string;
  fallbacks: readonly string[];
  to: To;
}

function replyTo(subject: Subject, seal: Seal, now: Date, { text, fallbacks, to }: ReplyFields): Requested {
  const petitionId = randomUUID();
  const replyId = derivedId('reply', 'answer', petitionId, 'conformance');
  const key = citizenKey(seal.identitySecret, subject.channel.id, to.identity);
  return envelope('reply.requested', {
    id: replyId,
    source: '/services/routing',
    subject: replyId,
    time: now,
    data: {
      replyId,
      petitionId,
      caseId: null,
      queryCode: 'C0DE5Q2345',
      kind: 'answer',
      channel: subject.channel.id,
      account: subject.account,
      citizen: {
        key,
        identity: seal.seal(to.identity),
        name: seal.seal(to.name),
        phone: seal.seal(to.phone),
      },
      threadId: null,
      inReplyTo: null,
      text,
      fallbacks: [...fallbacks],
    },
  });
}

async function eventsOf<T extends Topic>(log: EventLog, topic: T): Promise<EventOf<T>[]> {
  const events: EventOf<T>[] = [];
  for await (const { value } of recordsOf(log, topic)) events.push(readEvent(topic, value));
  return events;
}

async function* recordsOf(log: EventLog, topic: string): AsyncIterable<LogRecord> {
  for (const { partition, first } of await log.bounds(topic)) yield* log.read(topic, partition, first);
}
