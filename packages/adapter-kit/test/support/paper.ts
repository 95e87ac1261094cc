import { createHmac, randomUUID } from 'node:crypto';

export const SECRET = 'a-secret-for-tests-only';

export const letterOf = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  kind: 'letter',
  id: 'letter-1',
  from: { identity: 'zhang', name: '张三', phone: '13800138000' },
  text: '滨江路的路灯坏了三天。晚上看不见路，请尽快修好。',
  at: '2026-03-02T08:00:00Z',
  ...fields,
});

export interface SignedOptions {
  now: Date;
  nonce?: string;
  secret?: string;
}

/** A letter as the clerk's program posts it. */
export function signed(body: string | Uint8Array, { now, nonce = randomUUID(), secret = SECRET }: SignedOptions) {
  const time = String(Math.floor(now.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${time}.${nonce}.`).update(body).digest('hex');
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-paper-timestamp': time,
      'x-paper-nonce': nonce,
      'x-paper-signature': signature,
    },
  };
}
