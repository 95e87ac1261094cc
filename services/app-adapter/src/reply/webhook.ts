import { FetchError, guardedConnector, type OutgoingReply, ReplyError } from '@yihaotong/adapter-kit';
import { Agent } from 'undici';
import type { Webhook } from '../config.ts';
import { signature } from './sign.ts';

const TIMEOUT = 10_000;
const GONE = 410;

export interface WebhookContext {
  now: Date;
  /** Addresses inside the own network may be reached too. */
  allowPrivate: boolean;
}

/** What is posted to the integrator. */
export function webhookBody(reply: OutgoingReply, now: Date) {
  return {
    type: 'petition.reply',
    /** The same whenever it is posted again. */
    replyId: reply.replyId,
    petitionId: reply.petitionId,
    queryCode: reply.queryCode,
    kind: reply.kind,
    /** As it came in with the petition: the integrator's own id of it. */
    inReplyTo: reply.inReplyTo,
    threadId: reply.threadId,
    citizen: { identity: reply.identity },
    text: reply.parts.join('\n'),
    sentAt: now.toISOString(),
  };
}

/**
 * Posts a reply to its integrator, signed. Throws ReplyError: `window-closed` on 410 (the citizen is not to be reached
 * there any more), `refused` where the address is not to be reached by us at all, `retry` on everything else but 2xx.
 */
export async function postWebhook(
  { url, secret }: Webhook,
  reply: OutgoingReply,
  { now, allowPrivate }: WebhookContext,
): Promise<void> {
  const body = JSON.stringify(webhookBody(reply, now));
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const target = new URL(url);
  const allow = allowPrivate ? ['0.0.0.0/0', '::/0'] : [];
  const agent = new Agent({ connect: guardedConnector({ allow, timeout: TIMEOUT, maxBytes: 0 }) });
  try {
    const { statusCode, body: answer } = await agent.request({
      origin: target.origin,
      path: target.pathname + target.search,
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'yihaotong',
        'idempotency-key': reply.replyId,
        'x-yihaotong-timestamp': timestamp,
        'x-yihaotong-signature': signature(secret, timestamp, body),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    answer.on('error', () => {}).destroy();
    if (statusCode === GONE) throw new ReplyError('window-closed', 'the webhook answered 410');
    if (statusCode < 200 || statusCode > 299) throw new ReplyError('retry', `the webhook answered ${statusCode}`);
  } catch (error) {
    throw asReplyError(error);
  } finally {
    await agent.destroy();
  }
}

function asReplyError(error: unknown): ReplyError {
  if (error instanceof ReplyError) return error;
  if (error instanceof FetchError && error.code === 'blocked-address') {
    return new ReplyError('refused', 'the webhook is not at a public address: see APP_WEBHOOKS_PRIVATE', error);
  }
  return new ReplyError('retry', 'the webhook did not answer', error);
}
