import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a page may lie open before it is sent. */
const LIFETIME = 12 * 60 * 60 * 1000;

export interface FormToken {
  /** Of the browser. */
  cookie: string;
  /** Goes into the form: `<nonce>.<made at>.<hmac>`. */
  field: string;
}

/**
 * A token that only a page of ours can hold (signed double submit: OWASP, "Cross-Site Request Forgery Prevention").
 * The nonce in it also tells two sendings of one form from two petitions.
 */
export function makeToken(secret: Uint8Array, now: Date, cookie?: string): FormToken {
  const browser = cookie && /^[\w-]{22}$/.test(cookie) ? cookie : randomBytes(16).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const madeAt = now.getTime().toString(36);
  return { cookie: browser, field: `${nonce}.${madeAt}.${sign(secret, browser, nonce, madeAt)}` };
}

/** The nonce of a token that was made for this browser and is not too old; null otherwise. */
export function readToken(
  secret: Uint8Array,
  now: Date,
  token: { cookie: string | null; field: string },
): string | null {
  const [nonce = '', madeAt = '', signature = ''] = token.field.split('.');
  if (!token.cookie) return null;
  const right = Buffer.from(sign(secret, token.cookie, nonce, madeAt));
  const given = Buffer.from(signature);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const age = now.getTime() - Number.parseInt(madeAt, 36);
  return age >= 0 && age <= LIFETIME ? nonce : null;
}

function sign(secret: Uint8Array, cookie: string, nonce: string, madeAt: string): string {
  return createHmac('sha256', secret).update(`form\0${cookie}\0${nonce}\0${madeAt}`).digest('base64url');
}
