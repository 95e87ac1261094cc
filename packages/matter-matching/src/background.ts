/**
 * How common n-grams are in petitions at large, so that the first petition of a day is judged as the last one is.
 * Holds hashes of the common ones only; whatever is not in it is rare.
 */
export interface Background {
  /** Weight of an n-gram in octaves of rareness: 0 where every petition has it, {@link RAREST} where it is not listed. */
  idf(hash: number): number;
}

/** One petition in about a thousand: what is rarer than that is not listed. */
export const RAREST = 10;
const MAGIC = 'YHTGRAMS';
const STEPS_PER_OCTAVE = 25;
const SLOT_BYTES = 5;

export class BackgroundFileError extends Error {
  override readonly name = 'BackgroundFileError';
}

/** Reads the table: its mark, the count, and for each n-gram 4 bytes of hash and 1 byte of weight; then a checksum. */
export function decodeBackground(bytes: Uint8Array): Background {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = MAGIC.length + 4;
  if (file.length < head + 4 || file.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new BackgroundFileError('the n-gram table cannot be used: it does not begin with its mark');
  }
  const count = file.readUInt32LE(MAGIC.length);
  if (file.length !== head + count * SLOT_BYTES + 4 || checksum(file) !== file.readUInt32LE(file.length - 4)) {
    throw new BackgroundFileError('the n-gram table cannot be used: it was cut or changed');
  }
  const table = createTable(count);
  for (let i = 0, at = head; i < count; i++, at += SLOT_BYTES) table.set(file.readUInt32LE(at), file.readUInt8(at + 4));
  return { idf: (hash) => table.get(hash) };
}

/** Writes the table from how many of `documents` have each n-gram; those of fewer than `least` are left out. */
export function encodeBackground(counts: ReadonlyMap<number, number>, documents: number, least: number): Uint8Array {
  const common = [...counts].filter(([, count]) => count >= least).toSorted(([a], [b]) => a - b);
  const file = Buffer.alloc(MAGIC.length + 4 + common.length * SLOT_BYTES + 4);
  file.write(MAGIC, 'latin1');
  file.writeUInt32LE(common.length, MAGIC.length);
  let at = MAGIC.length + 4;
  for (const [hash, count] of common) {
    const octaves = Math.min(RAREST, Math.log2(documents / count));
    file.writeUInt32LE(hash, at);
    file.writeUInt8(Math.round(octaves * STEPS_PER_OCTAVE), at + 4);
    at += SLOT_BYTES;
  }
  file.writeUInt32LE(checksum(file), file.length - 4);
  return file;
}

function checksum(file: Buffer): number {
  let sum = 0x811c9dc5 | 0;
  for (let at = 0; at < file.length - 4; at++) sum = Math.imul(sum ^ (file[at] ?? 0), 0x01000193);
  return sum >>> 0;
}

/** Open addressing, at most half full; hashes are never 0. */
function createTable(count: number) {
  const size = 2 ** Math.ceil(Math.log2(Math.max(count, 1) * 2));
  const hashes = new Uint32Array(size);
  const weights = new Uint8Array(size);
  const slotOf = (hash: number): number => {
    let slot = (hash >>> 1) & (size - 1);
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (size - 1);
    return slot;
  };
  return {
    set(hash: number, weight: number) {
      const slot = slotOf(hash);
      hashes[slot] = hash;
      weights[slot] = weight;
    },
    get(hash: number): number {
      const slot = slotOf(hash);
      return hashes[slot] === hash ? (weights[slot] ?? 0) / STEPS_PER_OCTAVE : RAREST;
    },
  };
}
