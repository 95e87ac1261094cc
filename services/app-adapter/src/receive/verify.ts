import { createHash, timingSafeEqual } from 'node:crypto';
import { RefusedError } from '@yihaotong/adapter-kit';
import type { ApiKey } from '../config.ts';

/**
 * The account whose key was shown. Every key is compared, each in constant time, so that the time tells nothing.
 * Throws RefusedError where there is no key, or none of ours.
 */
export function accountOf(shown: string | null, keys: readonly ApiKey[]): string {
  if (!shown) throw new RefusedError('missing-proof', 'no API key was sent');
  const digest = createHash('sha256').update(shown).digest();
  let account: string | null = null;
  for (const { name, sha256 } of keys) if (timingSafeEqual(sha256, digest)) account = name;
  if (account === null) throw new RefusedError('wrong-proof', 'the API key is not known');
  return account;
}

/** The token of `Authorization: Bearer <token>` (RFC 6750, section 2.1); null where there is none. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1] ?? null;
}

/**
 * The key of draft-ietf-httpapi-idempotency-key-header, with or without the quotes that it asks for.
 * Null: none was sent; undefined: it is not 1 to 200 printable ASCII characters without blanks.
 */
export function idempotencyKey(header: string | undefined): string | null | undefined {
  if (header === undefined) return null;
  const key = header.replace(/^"(.*)"$/, '$1');
  return /^[\x21-\x7e]{1,200}$/.test(key) ? key : undefined;
}
