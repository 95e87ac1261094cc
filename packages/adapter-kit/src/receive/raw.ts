import { createHash } from 'node:crypto';
import type { RawItem, Seal } from '@yihaotong/petition-event';
import type { RawInput } from '../channel.ts';

/** Up to here the raw item stands in its event; a larger one in the blob folder. */
export const INLINE_LIMIT = 256 * 1024;
/** How much is kept of an item that is too large to be read. */
export const HEAD_LENGTH = 64 * 1024;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The raw item with its body sealed inside. */
export function inlineRaw(raw: RawInput, hash: string, seal: Seal, body: Uint8Array = raw.body): RawItem {
  return { ...elsewhereRaw(raw, hash), body: seal.seal(base64(body)) };
}

/** The raw item whose body stands in the blob folder under its hash. */
export function elsewhereRaw(raw: RawInput, hash: string): RawItem {
  return { mediaType: raw.mediaType, sha256: hash, body: null, headers: { ...raw.headers } };
}

/** The bytes that {@link inlineRaw} sealed. */
export function openRaw(body: NonNullable<RawItem['body']>, seal: Seal): Uint8Array {
  return Buffer.from(seal.open(body), 'base64');
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
