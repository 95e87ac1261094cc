import { endOfPlaceCode } from '../fold.ts';
import { NAME_BREAKS, NAME_LEAD_INS, NO_NAMES } from './words.ts';

/** Longest part of a name before its suffix. */
const MOST_BEFORE = 8;

/** Finds the first name with one of the suffixes. The longest suffix at a place counts. */
export function createNameFinder(suffixes: readonly string[]): (text: string) => string | null {
  const byFirst = new Map<string, string[]>();
  for (const suffix of suffixes.toSorted((a, b) => b.length - a.length)) {
    const first = suffix.charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), suffix]);
  }
  return (text) => {
    for (let at = 1; at < text.length; at++) {
      for (const suffix of byFirst.get(text.charAt(at)) ?? []) {
        if (!text.startsWith(suffix, at)) continue;
        const name = nameBefore(text, at, suffix);
        if (name) return name;
        break;
      }
    }
    return null;
  };
}

/** The name that ends in the suffix at `at`; null where only a common word stands there. */
function nameBefore(text: string, at: number, suffix: string): string | null {
  let from = at;
  while (from > 0 && at - from < MOST_BEFORE && belongs(text, from - 1)) from--;
  const before = withoutLeadIn(text.slice(from, at));
  const name = before + suffix;
  const enough = before.length >= 2 || (before.length === 1 && suffix.length >= 2);
  if (!enough || NO_NAMES.has(name) || NO_NAMES.has(name.slice(-2)) || NO_NAMES.has(name.slice(-3))) return null;
  return name;
}

function belongs(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const han = unit >= 0x4e00 && unit <= 0x9fff;
  return han && !NAME_BREAKS.has(text.charAt(at)) && !endsRoadOrStreet(text, at);
}

/** Whether the character ends another name, of which the one looked for is a part. */
function endsRoadOrStreet(text: string, at: number): boolean {
  const here = text.charAt(at);
  return here === '路' || here === '镇' || here === '乡' || (here === '道' && text.charAt(at - 1) === '街');
}

function withoutLeadIn(before: string): string {
  let from = 0;
  for (const word of NAME_LEAD_INS) {
    const at = before.lastIndexOf(word);
    if (at >= 0) from = Math.max(from, at + word.length);
  }
  return before.slice(from);
}

/** The first place code ("A3区", "B市") by how much it says: with a number before one without. */
export function firstCode(text: string): { code: string; precise: boolean } | null {
  let vague: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const end = endOfPlaceCode(text, at, text.length);
    if (end === 0 || !isCapital(text.charCodeAt(at))) continue;
    const code = text.slice(at, end);
    if (code.length > 2 && !isCapital(code.charCodeAt(code.length - 2))) return { code, precise: true };
    vague ??= code;
    at = end - 1;
  }
  return vague ? { code: vague, precise: false } : null;
}

/** "十里铺区", "临泉县": two or three characters before the suffix, at the start of what is said or after a city. */
export function districtByName(text: string): string | null {
  for (let at = 2; at < text.length; at++) {
    const suffix = text.charAt(at);
    if (suffix !== '区' && suffix !== '县') continue;
    let from = at;
    while (from > 0 && at - from < 4 && belongs(text, from - 1)) from--;
    const name = text.slice(from, at + 1);
    const begins = from === 0 || '市州省，。,.!！：: \n'.includes(text.charAt(from - 1));
    if (begins && name.length >= 3 && name.length <= 4 && !NO_DISTRICTS.has(name.slice(-2))) return name;
  }
  return null;
}

const NO_DISTRICTS = new Set([
  '小区',
  '社区',
  '园区',
  '校区',
  '景区',
  '库区',
  '山区',
  '辖区',
  '片区',
  '厂区',
  '院区',
  '城区',
  '地区',
]);

/** A house or building number: digits before 号, 栋, 幢 or 座, but no date and no line of the metro. */
export function houseNumber(text: string): string | null {
  for (let at = 1; at < text.length; at++) {
    if (!'号栋幢座'.includes(text.charAt(at))) continue;
    let from = at;
    while (from > 0 && at - from < 5 && isDigit(text.charCodeAt(from - 1))) from--;
    const next = text.charAt(at + 1);
    const before = text.charAt(from - 1);
    if (from === at || next === '线' || before === '月' || before === '/' || before === '-') continue;
    return text.slice(from, at + (next === '楼' && text.charAt(at) === '号' ? 2 : 1));
  }
  return null;
}

function isCapital(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
