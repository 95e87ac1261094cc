import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';

/** The namespace of every id that this project derives; random, made once, never changed. */
const NAMESPACE = '5c2f6b5e-9d0a-4f0e-8f6c-12345a12345b';

/** An id made from names alone: the same names give the same id, on every machine and for ever. */
export function derivedId(...names: (string | number)[]): string {
  // JSON keeps ('a','b/c') and ('a/b','c') apart, which a plain join would not.
  return uuidv5(JSON.stringify(names), NAMESPACE);
}

/** The id of a petition: redelivery, retry and re-crawl of the same native item give the same one. */
export function petitionId(channel: string, account: string, nativeId: string): string {
  return derivedId('petition', channel, account, nativeId);
}

/**
 * A native id for an item whose channel gives none: a hash of its content and its time to the second.
 * `content` is what the citizen sent, in any JSON shape with a stable key order.
 */
export function contentId(content: unknown, occurredAt: Date): string {
  const second = occurredAt.toISOString().slice(0, 19);
  return `sha256:${createHash('sha256').update(JSON.stringify(content)).update(second).digest('hex')}`;
}

/**
 * The key under which a citizen's messages are kept in order: an HMAC of the channel identity, so that the log shows
 * who is the same without showing who it is. 22 characters of base64url.
 */
export function citizenKey(secret: Uint8Array | KeyObject, channel: string, identity: string): string {
  return createHmac('sha256', secret).update(`citizen\0${channel}\0${identity}`).digest('base64url').slice(0, 22);
}

// Crockford's base 32: no I, L, O, U, so that a code read out on the phone is heard right.
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The code with which a citizen asks for the state of a petition: 10 characters, 50 bits, not to be guessed from the id. */
export function queryCode(secret: Uint8Array | KeyObject, id: string): string {
  const digest = createHmac('sha256', secret).update(`query-code\0${id}`).digest();
  let code = '';
  for (let i = 0; i < 10; i++) code += CODE_ALPHABET[(digest[i] ?? 0) & 31];
  return code;
}

/** Reads a code as a person writes it: any case, blanks and hyphens between, O for 0, I and L for 1. */
export function readQueryCode(written: string): string {
  return written.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
