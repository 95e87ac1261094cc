import type { NewRecord } from '@yihaotong/event-log';
import { type CaseEvent, type ReplyRequested, writeEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { replyKey } from './outputs.ts';

/** An output with the trace that it belongs to. */
export interface Traced<T> {
  event: T;
  headers: Readonly<Record<string, string>>;
}

/** Writes case events and replies to the log, one append for each topic. Durable when it resolves. */
export async function publish(
  { eventLog, telemetry }: Platform,
  cases: readonly Traced<CaseEvent>[],
  replies: readonly Traced<ReplyRequested>[],
): Promise<void> {
  const appends: Promise<unknown>[] = [];
  if (cases.length > 0) appends.push(eventLog.append('cases', cases.map(caseRecord)));
  if (replies.length > 0) appends.push(eventLog.append('replies', replies.map(replyRecord)));
  await Promise.all(appends);
  for (const { event } of cases) telemetry.count('cases', { type: event.type });
  for (const { event } of replies) {
    telemetry.count('replies', { channel: event.data.channel, kind: event.data.kind, outcome: 'requested' });
  }
}

function caseRecord({ event, headers }: Traced<CaseEvent>): NewRecord {
  return { key: event.subject, value: writeEvent('cases', event), headers };
}

function replyRecord({ event, headers }: Traced<ReplyRequested>): NewRecord {
  return { key: replyKey(event), value: writeEvent('replies', event), headers };
}
