import type { Stored } from '@yihaotong/document-store';
import { type ReplyDelivered, type ReplyEvent, type ReplyFailed, redact } from '@yihaotong/petition-event';
import { utc } from '../moment.ts';
import type { OutcomeBody, ReplyBody, TimelineBody } from '../store/bodies.ts';

// Above every time in milliseconds: what was delivered stays delivered, whatever an attempt reports later.
const DELIVERED = 2 ** 52;

export function replyDocument(event: ReplyEvent): Stored<ReplyBody> | null {
  if (event.type !== 'reply.requested') return null;
  const { replyId, petitionId, caseId, kind, channel, text } = event.data;
  const body: ReplyBody = { petitionId, caseId, kind, channel, text: redact(text), requestedAt: utc(event.time) };
  return { id: replyId, version: 1, body };
}

/** Version: the time of the attempt, so that the latest one counts in whatever order they are read. */
export function outcomeDocument(event: ReplyEvent): Stored<OutcomeBody> | null {
  if (event.type === 'reply.requested') return null;
  const time = Date.parse(event.time);
  if (event.type === 'reply.delivered') {
    return { id: event.data.replyId, version: DELIVERED + time, body: deliveredBody(event) };
  }
  return { id: event.data.replyId, version: time, body: failedBody(event) };
}

function deliveredBody({ time, data }: ReplyDelivered): OutcomeBody {
  return { state: 'delivered', petitionId: data.petitionId, through: data.channel, at: utc(time), reason: null };
}

function failedBody({ time, data }: ReplyFailed): OutcomeBody {
  return {
    state: data.nextChannel === null ? 'failed' : 'falling-back',
    petitionId: data.petitionId,
    through: data.nextChannel,
    at: utc(time),
    reason: data.reason,
  };
}

export function replyEntry(event: ReplyEvent): Stored<TimelineBody> {
  const { data } = event;
  const body: TimelineBody = {
    at: utc(event.time),
    type: event.type,
    by: data.channel,
    note: event.type === 'reply.failed' ? redact(event.data.reason.message) : '',
    // Without the case: a case of a thousand petitions has a thousand receipts, which stand on their petitions' pages.
    caseId: null,
    petitionId: data.petitionId,
    causeId: data.replyId,
    corrected: null,
  };
  return { id: event.id, version: 1, body };
}
