import { createHash } from 'node:crypto';
import type { LogRecord, NewRecord } from '@yihaotong/event-log';
import { derivedId, envelope, type Seal, writeEvent } from '@yihaotong/petition-event';

/** A record that cannot be read, as an entry of the quarantine; its id is its position, so that it is entered once. */
export function quarantined(record: LogRecord, error: unknown, seal: Seal): NewRecord {
  const { topic, partition, offset, value } = record;
  const quarantineId = derivedId('quarantine', topic, partition, offset);
  const { channel, account } = sourceOf(value);
  const receivedAt = new Date(record.timestamp);
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
      reason: { code: 'unreadable-event', message: error instanceof Error ? error.name : 'error' },
      raw: {
        mediaType: 'application/cloudevents+json',
        sha256: createHash('sha256').update(value).digest('hex'),
        body: seal.seal(Buffer.from(value).toString('base64')),
        headers: {},
      },
      receivedAt: receivedAt.toISOString(),
      origin: { topic, partition, offset },
    },
  });
  return { key: quarantineId, value: writeEvent('petitions.quarantined', event), headers: record.headers };
}

/** What a damaged event still says of where it came in, so that the ledger counts it there. */
function sourceOf(value: Uint8Array): { channel: string; account: string } {
  const text = Buffer.from(value).toString('utf8', 0, HEAD);
  return { channel: fieldOf(text, 'channel'), account: fieldOf(text, 'account') };
}

const HEAD = 4096;

function fieldOf(text: string, name: 'channel' | 'account'): string {
  return new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]{1,128})"`).exec(text)?.[1] ?? 'unknown';
}
