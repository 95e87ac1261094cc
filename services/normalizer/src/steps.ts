import type { Batch, LogRecord, NewRecord } from '@yihaotong/event-log';
import type { Understand } from '@yihaotong/petition-classifier';
import { type EventOf, readEvent, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { SPANS } from '@yihaotong/telemetry';
import type { PartitionMatcher } from './match.ts';
import { quarantined } from './quarantine.ts';
import { areaKey, gazetteerOf, understandPetition } from './understand.ts';

/** Handles a batch of `petitions.received`: one append for what was understood, one for what could not be read. */
export async function understandBatch(batch: Batch, platform: Platform, understand: Understand): Promise<void> {
  const gazetteer = gazetteerOf(platform.policy.current());
  const { good, bad } = readBatch(batch, 'petitions.received', platform);
  const outputs: NewRecord[] = [];
  for (const { record, event } of good) {
    const origin = { partition: record.partition, offset: record.offset };
    const output = await decide(platform, 'understand', { record, event }, bad, (headers) => {
      const understood = understandPetition(event, origin, understand, gazetteer);
      return { key: areaKey(understood), value: writeEvent('petitions.understood', understood), headers };
    });
    if (output) outputs.push(output);
  }
  // Never on after a failed append: readers rely on outputs without gaps.
  await append(platform, 'petitions.quarantined', bad);
  await append(platform, 'petitions.understood', outputs);
  observe(platform, 'understand', good);
}

/** Handles a batch of `petitions.understood` with what is known of its partition. */
export async function matchBatch(batch: Batch, platform: Platform, matcher: PartitionMatcher): Promise<void> {
  const policy = platform.policy.current();
  const { good, bad } = readBatch(batch, 'petitions.understood', platform);
  const outputs: NewRecord[] = [];
  for (const { record, event } of good) {
    const origin = { partition: record.partition, offset: record.offset };
    const output = await decide(platform, 'match', { record, event }, bad, (headers) => {
      const decided = matcher.match(event, origin, policy);
      if (!decided) return null;
      const { channel } = event.data.petition;
      platform.telemetry.count('normalized', { channel, relation: decided.data.relation.kind });
      return { key: record.key, value: writeEvent('petitions.normalized', decided), headers };
    });
    if (output) outputs.push(output);
  }
  await append(platform, 'petitions.quarantined', bad);
  await append(platform, 'petitions.normalized', outputs);
  observe(platform, 'match', good);
}

/**
 * One petition's step in its own trace, which goes on in the headers of the output. What cannot be decided goes to `bad`,
 * so that it does not hold up the petitions behind it. Null: there is no output.
 */
async function decide<T extends ReadTopic>(
  platform: Platform,
  step: 'understand' | 'match',
  { record, event }: Read<T>,
  bad: NewRecord[],
  work: (headers: Record<string, string>) => NewRecord | null,
): Promise<NewRecord | null> {
  const { telemetry, seal } = platform;
  const { petition } = event.data;
  try {
    return await telemetry.span(
      SPANS[step],
      { petitionId: event.subject, channel: petition.channel },
      async () => work({ ...record.headers, ...telemetry.traceHeaders() }),
      record.headers,
    );
  } catch (error) {
    bad.push(quarantined(record, 'undecidable', error, seal, petition));
    telemetry.count('quarantined', { channel: petition.channel, stage: 'normalizer', code: 'undecidable' });
    return null;
  }
}

type ReadTopic = 'petitions.received' | 'petitions.understood';
type Read<T extends ReadTopic> = { record: LogRecord; event: EventOf<T> };

function readBatch<T extends ReadTopic>(batch: Batch, topic: T, platform: Platform) {
  const good: Read<T>[] = [];
  const bad: NewRecord[] = [];
  for (const record of batch.records) {
    try {
      good.push({ record, event: readEvent(topic, record.value) });
    } catch (error) {
      bad.push(quarantined(record, 'unreadable-event', error, platform.seal));
      platform.telemetry.count('quarantined', { stage: 'normalizer', code: 'unreadable-event' });
    }
  }
  return { good, bad };
}

async function append(platform: Platform, topic: string, records: readonly NewRecord[]): Promise<void> {
  if (records.length > 0) await platform.eventLog.append(topic, records);
}

function observe(
  platform: Platform,
  step: 'understand' | 'match',
  handled: readonly { event: { data: { petition: { receivedAt: string } } } }[],
) {
  const now = platform.now().getTime();
  for (const { event } of handled) {
    platform.telemetry.count('handled', { step }, (now - Date.parse(event.data.petition.receivedAt)) / 1000);
  }
}
