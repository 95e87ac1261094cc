import { createHmac } from 'node:crypto';
import {
  fresh,
  type OneTime,
  type PushChannel,
  RefusedError,
  sameSecret,
  type WebhookRequest,
  webhook,
} from '@yihaotong/adapter-kit';
import { type Broken, paperBut } from './make.ts';

interface Lax {
  /** Takes a request without a signature. */
  unsigned?: true;
  /** Does not compare the signature. */
  unchecked?: true;
  /** Does not look at the time. */
  timeless?: true;
  /** Takes the same request again. */
  again?: true;
}

/** The paper channel's proof, less strict. */
function verifying(lax: Lax) {
  return (channel: PushChannel): PushChannel => ({
    ...channel,
    serve: (port) =>
      webhook(port, {
        path: '/paper/letters',
        method: 'POST',
        limitBytes: 262_144,
        account: () => 'post-room',
        verify: (request, config, now) => verify(request, String(config.PAPER_SECRET), now, lax),
      }),
  });
}

function verify({ headers, body }: WebhookRequest, secret: string, now: Date, lax: Lax): OneTime | null {
  const { 'x-paper-timestamp': time, 'x-paper-nonce': nonce, 'x-paper-signature': signature } = headers;
  if (!signature && lax.unsigned) return null;
  if (!time || !nonce || !signature) throw new RefusedError('missing-proof', 'the request is not signed');
  const right = createHmac('sha256', secret).update(`${time}.${nonce}.`).update(body).digest('hex');
  if (!lax.unchecked && !sameSecret(signature, right)) throw new RefusedError('wrong-proof', 'it does not fit');
  if (!lax.timeless && !fresh(Number(time), now, 300)) throw new RefusedError('stale', 'more than 5 minutes off');
  return lax.again ? null : { nonce, until: new Date(now.getTime() + 600_000) };
}

export const proof: Record<string, Broken> = {
  'takes-unsigned': {
    does: 'takes a request that has no signature',
    subject: paperBut({ channel: verifying({ unsigned: true }) }),
    fails: {
      'refuses a request without its proof': /without header field x-paper-signature: expected 401/,
      'refuses a forged request': /with an empty header field x-paper-signature: expected 401/,
    },
  },
  'compares-nothing': {
    does: 'asks for a signature and does not compare it',
    subject: paperBut({ channel: verifying({ unchecked: true }) }),
    fails: { 'refuses a forged request': /expected 401 or 403/ },
  },
  'no-freshness': {
    does: 'takes a request however old its signature is',
    subject: paperBut({ channel: verifying({ timeless: true }) }),
    fails: { 'refuses a stale request': /signed a day ago: expected 401/ },
  },
  'takes-replays': {
    does: 'takes the same request again',
    subject: paperBut({ channel: verifying({ again: true }) }),
    fails: { 'refuses a replayed request': /the same request again: expected 401/ },
  },
};
