import { createHash } from 'node:crypto';
import type { LogRecord } from '@yihaotong/event-log';
import { derivedId, envelope, type PetitionQuarantined, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { z } from 'zod';

/** Why a record cannot be handled. `message` never holds a citizen's words. */
export interface Reason {
  code: 'unreadable-event' | 'undecidable' | 'unknown-case';
  message: string;
}

/** Sealed, a body grows by 16/9; what would not fit into a record stays where `origin` points to. */
const MAX_BODY_BYTES = 2_000_000;

export interface Poison {
  record: LogRecord;
  reason: Reason;
}

/** As much of a record as says where it came from, whatever else is wrong with it. */
const traced = z.object({
  data: z.object({ petition: z.object({ channel: z.string().min(1), account: z.string().min(1) }) }),
});

/** Puts records that nobody can handle where people see them; the others go on. Durable when it resolves. */
export async function quarantine(platform: Platform, poison: readonly Poison[]): Promise<void> {
  if (poison.length === 0) return;
  const events = poison.map((item) => quarantined(item, platform));
  await platform.eventLog.append(
    'petitions.quarantined',
    events.map((event) => ({ key: event.subject, value: writeEvent('petitions.quarantined', event) })),
  );
  for (const { data } of events) {
    const { channel, stage, reason } = data;
    platform.telemetry.count('quarantined', { channel, stage, code: reason.code });
    platform.telemetry.logger.warn(
      { quarantineId: data.quarantineId, origin: data.origin, code: reason.code },
      'quarantined',
    );
  }
}

function quarantined({ record, reason }: Poison, { seal }: Platform): PetitionQuarantined {
  const { channel, account } = whereFrom(record);
  const { topic, partition, offset } = record;
  const sha256 = createHash('sha256').update(record.value).digest('hex');
  const quarantineId = derivedId('quarantine', channel, account, sha256);
  const time = new Date(record.timestamp);
  return envelope('petition.quarantined', {
    id: derivedId('quarantined', quarantineId, topic, partition, offset),
    source: '/services/routing',
    subject: quarantineId,
    time,
    data: {
      quarantineId,
      stage: 'routing',
      channel,
      account,
      reason,
      raw: {
        mediaType: 'application/json',
        sha256,
        body: record.value.byteLength > MAX_BODY_BYTES ? null : seal.seal(Buffer.from(record.value).toString('base64')),
        headers: {},
      },
      receivedAt: time.toISOString(),
      origin: { topic, partition, offset },
    },
  });
}

function whereFrom(record: LogRecord): { channel: string; account: string } {
  const unknown = { channel: record.topic === 'desk.actions' ? 'desk' : 'unknown', account: record.topic };
  try {
    const parsed = traced.safeParse(JSON.parse(Buffer.from(record.value).toString('utf8')));
    return parsed.success ? parsed.data.data.petition : unknown;
  } catch {
    return unknown;
  }
}
