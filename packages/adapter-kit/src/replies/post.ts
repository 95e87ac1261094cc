import { ReplyError } from '../errors.ts';

const TIMEOUT = 10_000;
/** Answers after which the same request may succeed later. */
const LATER = new Set([408, 425, 429]);

/**
 * Posts a reply as JSON to a provider, with the reply's id as `Idempotency-Key`. Throws ReplyError: `retry` when there
 * was no answer or the provider has trouble, `window-closed` on 410, `refused` on any other refusal.
 */
export async function postReply(
  url: string,
  replyId: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': replyId, ...headers },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((cause: unknown) => {
    throw new ReplyError('retry', 'the provider did not answer', cause);
  });
  await response.body?.cancel();
  if (response.ok) return;
  if (response.status >= 500 || LATER.has(response.status)) {
    throw new ReplyError('retry', `the provider answered ${response.status}`);
  }
  if (response.status === 410) throw new ReplyError('window-closed', 'the provider answered 410');
  throw new ReplyError('refused', `the provider answered ${response.status}`);
}
