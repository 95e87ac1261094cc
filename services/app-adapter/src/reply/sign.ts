import { createHmac } from 'node:crypto';

/**
 * The value of `X-Yihaotong-Signature`: the integrator makes it from its secret, the header `X-Yihaotong-Timestamp` and
 * the body as it came, and compares. The timestamp (seconds since the epoch) is in it, so that an old post can be refused.
 */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
