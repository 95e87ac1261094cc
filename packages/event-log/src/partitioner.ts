/** Most bytes of one record's value: 4 MiB. */
export const MAX_VALUE_BYTES = 4 * 1024 * 1024;

/**
 * The partition of a key, as Kafka's own producers choose it: murmur2 of the UTF-8 bytes, sign bit dropped, modulo.
 * Source: Apache Kafka, `org.apache.kafka.common.utils.Utils.murmur2` and `BuiltInPartitioner.partitionForKey`.
 */
export function partitionForKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** MurmurHash2 with Kafka's seed; a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.byteLength & ~3;
  let hash = SEED ^ bytes.byteLength;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(view.getInt32(at, true), M);
    word ^= word >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(word, M);
  }
  const left = bytes.byteLength - whole;
  if (left === 3) hash ^= view.getUint8(whole + 2) << 16;
  if (left >= 2) hash ^= view.getUint8(whole + 1) << 8;
  if (left >= 1) hash = Math.imul(hash ^ view.getUint8(whole), M);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}
