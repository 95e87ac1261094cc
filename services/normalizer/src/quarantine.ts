import { createHash } from 'node:crypto';
import type { LogRecord, NewRecord } from '@yihaotong/event-log';
import { cameInOf, derivedId, envelope, type Petition, type Seal, writeEvent } from '@yihaotong/petition-event';

/** Why an item is quarantined: it could not be read, or reading it went well and deciding failed. */
export type QuarantineCode = 'unreadable-event' | 'undecidable';

/** Where an item came in, and when. */
type Origin = Pick<Petition, 'channel' | 'account' | 'receivedAt'>;

// Twice base64 and sealed, a value grows by four fifths, and a record of the log holds 4 MiB.
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * A record that nothing can be made of, as an entry of the quarantine; its id is its position, so that it is entered once.
 * One that is too large goes without its bytes: they stay in the log, at `origin`. `cameIn` is null where nobody could
 * read it. Of an error the class alone is told: its message may quote what a citizen wrote.
 */
export function quarantined(
  record: LogRecord,
  code: QuarantineCode,
  error: unknown,
  seal: Seal,
  cameIn: Origin | null = null,
): NewRecord {
  const { topic, partition, offset, value } = record;
  const quarantineId = derivedId('quarantine', topic, partition, offset);
  const { channel, account } = cameIn ?? cameInOf(value);
  const receivedAt = cameIn ? new Date(cameIn.receivedAt) : new Date(record.timestamp);
  const event = envelope('petition.quarantined', {
    id: quarantineId,
    source: '/services/normalizer',
    subject: quarantineId,
    time: receivedAt,
    data: {
      quarantineId,
      stage: 'normalizer' as const,
      channel,
      account,
      reason: { code, message: error instanceof Error ? error.name : 'error' },
      raw: {
        mediaType: 'application/cloudevents+json',
        sha256: createHash('sha256').update(value).digest('hex'),
        body: value.byteLength > MOST_BYTES ? null : seal.seal(Buffer.from(value).toString('base64')),
        headers: {},
      },
      receivedAt: cameIn?.receivedAt ?? receivedAt.toISOString(),
      origin: { topic, partition, offset },
    },
  });
  return { key: quarantineId, value: writeEvent('petitions.quarantined', event), headers: record.headers };
}
