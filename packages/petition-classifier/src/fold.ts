/** Stands for a place code such as "A3区": places say nothing about what is asked, so the model must not learn them. */
export const PLACE_CODE = 1;
/** Stands before the first and after the last character of a field. */
export const EDGE = 2;

const ZERO = 0x30;
const AREA_SUFFIXES = new Set([...'省市区县州镇乡'].map((suffix) => suffix.charCodeAt(0)));
const FOLDED = foldTable();

/** Text as it is hashed: one code for each character that counts, and where it stood. */
export interface Folded {
  codes: Uint16Array;
  /** Index in the text that was folded. */
  positions: Uint32Array;
  length: number;
}

/** Room for texts of up to `capacity` UTF-16 units; used again for each text. */
export function createFolded(capacity: number): Folded {
  return { codes: new Uint16Array(capacity), positions: new Uint32Array(capacity), length: 0 };
}

/**
 * Appends `text` between `from` and `to`: widths and case levelled, blanks left out, runs of digits one zero,
 * place codes one mark. Lone surrogates and anything else of Unicode pass through unit by unit.
 */
export function fold(text: string, from: number, to: number, into: Folded): void {
  const { codes, positions } = into;
  let length = into.length;
  let previous = 0;
  for (let at = from; at < to && length < codes.length; at++) {
    const unit = text.charCodeAt(at);
    const afterCode = isCapital(unit) ? endOfPlaceCode(text, at, to) : 0;
    const code = afterCode > 0 ? PLACE_CODE : (FOLDED[unit] ?? 0);
    if (code === 0 || (code === ZERO && previous === ZERO)) continue;
    codes[length] = code;
    positions[length] = at;
    length++;
    previous = code;
    if (afterCode > 0) at = afterCode - 1;
  }
  into.length = length;
}

/** Where the place code that begins at `at` ends (exclusive), its suffix included; 0 where there is none. */
export function endOfPlaceCode(text: string, at: number, to: number): number {
  let next = at;
  while (next < to && next - at < 3 && isCapital(text.charCodeAt(next))) next++;
  while (next < to && next - at < 5 && isDigit(text.charCodeAt(next))) next++;
  if (next === at || next >= to) return 0;
  return AREA_SUFFIXES.has(text.charCodeAt(next)) ? next + 1 : 0;
}

function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

function foldTable(): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let unit = 0; unit < table.length; unit++) table[unit] = foldUnit(unit);
  for (const mark of ',，、;；:：') table[mark.charCodeAt(0)] = 0x2c;
  for (const mark of '.。．…') table[mark.charCodeAt(0)] = 0x3002;
  for (const mark of '"\'“”‘’《》〈〉「」()（）[]【】{}<>') table[mark.charCodeAt(0)] = 0x22;
  return table;
}

function foldUnit(unit: number): number {
  if (unit >= 0xff01 && unit <= 0xff5e) return foldUnit(unit - 0xfee0);
  if (isDigit(unit)) return ZERO;
  if (isCapital(unit)) return unit + 32;
  // Controls, blanks of all kinds, zero-width and bidirectional marks, the byte order mark.
  const blank = unit <= 0x20 || (unit >= 0x7f && unit <= 0xa0) || unit === 0x3000 || unit === 0xfeff;
  const format = (unit >= 0x2000 && unit <= 0x200f) || (unit >= 0x2028 && unit <= 0x202f) || unit === 0xad;
  return blank || format ? 0 : unit;
}
