/** Text as it is compared: letters, digits and Han only, lower case, full width as half width. */
export interface Plain {
  units: Uint16Array;
  /** Where each unit stood in the text. */
  positions: Uint32Array;
  length: number;
}

/** Keeps what carries meaning of text[from..to), at most `capacity` units, appended to what is there. */
export function plainInto(text: string, from: number, to: number, into: Plain): void {
  let length = into.length;
  for (let at = from; at < to && length < into.units.length; at++) {
    const unit = FOLDED[text.charCodeAt(at)] ?? 0;
    if (unit === 0) continue;
    into.units[length] = unit;
    into.positions[length] = at;
    length++;
  }
  into.length = length;
}

/** Room for `capacity` units, used again for each text. */
export function createPlain(capacity: number): Plain {
  return { units: new Uint16Array(capacity), positions: new Uint32Array(capacity), length: 0 };
}

/** Calls back for each 2-gram and 3-gram with its hash, never 0 and with the lowest bit clear. */
export function eachGram(plain: Plain, call: (hash: number, start: number, n: number) => void): void {
  for (let start = 0; start + 1 < plain.length; start++) {
    const two = Math.imul(Math.imul(BASIS ^ (plain.units[start] ?? 0), PRIME) ^ (plain.units[start + 1] ?? 0), PRIME);
    call(finish(two), start, 2);
    if (start + 2 < plain.length) call(finish(Math.imul(two ^ (plain.units[start + 2] ?? 0), PRIME)), start, 3);
  }
}

// FNV-1a over 16-bit units, finished as murmur3 does.
const PRIME = 0x01000193;
const BASIS = 0x811c9dc5 | 0;

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return (mixed & 0xfffffffe) >>> 0 || 2;
}

/** A 53-bit hash of whole texts, for telling identical ones: never 0. */
export function hashOf(...parts: readonly Plain[]): number {
  let low = BASIS;
  let high = 0x9747b28c | 0;
  for (const { units, length } of parts) {
    for (let at = 0; at <= length; at++) {
      // A unit of 0 after each part keeps ("ab", "c") and ("a", "bc") apart.
      const unit = at < length ? (units[at] ?? 0) : 0;
      low = Math.imul(low ^ unit, PRIME);
      high = Math.imul(high ^ unit, 0x5bd1e995) + 0x3c6ef372;
    }
  }
  return (finish(high) >>> 11) * 0x1_0000_0000 + finish(low) || 1;
}

const FOLDED = foldTable();

function foldTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) {
    // Full-width forms of ASCII stand in one block, in the same order.
    const half = unit >= 0xff01 && unit <= 0xff5e ? unit - 0xfee0 : unit;
    const character = String.fromCharCode(half);
    // Surrogates are kept unit by unit: rare characters of names are pairs of them.
    const counts = /[\p{L}\p{N}]/u.test(character) || (half >= 0xd800 && half <= 0xdfff);
    table[unit] = counts ? character.toLowerCase().charCodeAt(0) : 0;
  }
  return table;
}
