import { derivedId, type EventOf, envelope, type ReplyRequested } from '@yihaotong/petition-event';
import type { ReplyBody } from '../collections.ts';
import { sourceOf } from '../source.ts';

type Request = ReplyRequested['data'];

/** A reply that has its turn on a channel. */
export function firstState(request: Request, channel: string, tried: readonly string[], now: Date): ReplyBody {
  return {
    replyId: request.replyId,
    petitionId: request.petitionId,
    channel,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: now.toISOString(),
    tried: [...new Set([...tried, channel])],
    request,
    outcome: null,
    announced: true,
  };
}

/** The first fallback that did not have its turn yet; null when nobody is left. */
export function nextChannel({ request, tried }: ReplyBody): string | null {
  return request.fallbacks.find((channel) => !tried.includes(channel)) ?? null;
}

/** The event that tells how a reply ended on a channel; the same outcome always has the same id. */
export function outcomeEvent(body: ReplyBody): EventOf<'replies'> | null {
  const { replyId, petitionId, channel, outcome, request } = body;
  if (!outcome) return null;
  const common = {
    source: sourceOf(channel, request.account),
    subject: replyId,
    time: new Date(outcome.at),
  };
  if ('parts' in outcome) {
    const data = { replyId, petitionId, channel, parts: outcome.parts, deliveredAt: outcome.at };
    return envelope('reply.delivered', { id: derivedId('reply.delivered', replyId, channel), ...common, data });
  }
  const data = {
    replyId,
    petitionId,
    channel,
    reason: { code: outcome.code, message: outcome.message },
    nextChannel: nextChannel(body),
  };
  return envelope('reply.failed', { id: derivedId('reply.failed', replyId, channel), ...common, data });
}

/** How long to wait before the next attempt, milliseconds: doubled each time, up to `most`. */
export function pauseAfter(attempts: number, first: number, most: number): number {
  return Math.min(first * 2 ** Math.max(0, attempts - 1), most);
}
