import type { Policy } from '@yihaotong/hotline-policy';
import type { Understand } from '@yihaotong/petition-classifier';
import { envelope, type PetitionReceived } from '@yihaotong/petition-event';
import { z } from 'zod';
import { createPartitionMatcher } from './match.ts';
import { gazetteerOf, understandPetition } from './understand.ts';

/** `2019/2/28 11:25:05` and `2019-02-28 11:25` are read as the city's time (UTC+8); anything else as RFC 3339. */
const occurredAt = z.string().transform((written, context) => {
  const local = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(written.trim());
  const date = local ? new Date(isoOf(local)) : new Date(written);
  if (!Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: `"${written}" is no time: write 2026-03-02T08:15:30+08:00` });
  return z.NEVER;
});

const line = z.object({
  id: z.union([z.string().min(1), z.number().transform(String)]),
  citizen: z.string().nullish(),
  occurredAt: occurredAt.nullish(),
  title: z.string().nullish(),
  text: z.string(),
  channel: z.string().nullish(),
  district: z.string().nullish(),
});

/** What comes out for a petition. */
export interface NormalizedLine {
  id: string;
  class: string;
  subtype: string | null;
  confidence: number;
  topic: string;
  urgency: number;
  relation: string;
  matterId: string;
  evidence: unknown;
}

/** A line that is not a petition; the message says why. */
export class BadLineError extends Error {
  override readonly name = 'BadLineError';
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * Normalizes one line of JSON after the other with the very steps of the service, over one index.
 * Throws BadLineError for a line that is none; the next one goes on as if it had not been there.
 */
export function createLineNormalizer(understand: Understand, policy: Policy): (text: string) => NormalizedLine {
  const gazetteer = gazetteerOf(policy);
  const matcher = createPartitionMatcher({ windowMs: policy.matterWindowDays * DAY });
  let count = 0;
  // A petition without a time came after the one before it.
  let latest = new Date(0);
  return (text) => {
    const received = receivedFrom(text, latest);
    latest = new Date(received.time);
    const offset = count++;
    const understood = understandPetition(received, { partition: 0, offset }, understand, gazetteer);
    const output = matcher.match(understood, { partition: 0, offset }, policy);
    if (!output) throw new BadLineError('the same position twice');
    const { understanding, relation } = output.data;
    return {
      id: received.subject,
      class: understanding.class,
      subtype: understanding.subtype,
      confidence: understanding.confidence,
      topic: understanding.topic,
      urgency: understanding.urgency,
      relation: relation.kind,
      matterId: relation.matterId,
      evidence: { ...understanding.evidence, matter: relation.shared },
    };
  };
}

function receivedFrom(text: string, latest: Date): PetitionReceived {
  const read = line.safeParse(jsonOf(text));
  if (!read.success) throw new BadLineError(z.prettifyError(read.error).replaceAll('\n', ' '));
  const { id, citizen, title, channel, district } = read.data;
  const at = (read.data.occurredAt ?? latest).toISOString();
  return envelope('petition.received', {
    id,
    source: `/channels/${channel ?? 'file'}/file`,
    subject: id,
    time: new Date(at),
    data: {
      petition: {
        channel: channel ?? 'file',
        account: 'file',
        nativeId: id,
        threadId: null,
        line: null,
        citizen: { key: citizen ?? null, identity: null, name: null, phone: null },
        title: title ?? '',
        text: read.data.text,
        language: 'zh',
        place: { text: '', latitude: null, longitude: null, adcode: null, district: district ?? null },
        attachments: [],
        occurredAt: at,
        receivedAt: at,
        queryCode: '',
        statedKind: null,
        extras: {},
        adapterVersion: '0',
      },
      raw: { mediaType: 'application/json', sha256: '', body: null, headers: {} },
    },
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadLineError('not JSON');
  }
}

function isoOf([, year = '', month = '', day = '', hour = '', minute = '', second = '00']: RegExpExecArray): string {
  const two = (part: string) => part.padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}+08:00`;
}
