import { fill } from '../config.ts';
import texts from '../i18n/texts.json' with { type: 'json' };
import { cut } from '../receive/hygiene.ts';

export interface SplitLimits {
  /** Code points in one message. */
  maxLength: number;
  maxParts: number;
}

const SENTENCE = /(?<=[。！？!?；;\n])|(?<=\.\s)/u;
const CLAUSE = /(?<=[，、,：:\s])/u;

/**
 * A text as messages within the limits: split at sentence ends, else at commas and blanks, else between characters as a
 * reader sees them. What does not fit into the last message is cut, with a pointer to the query code.
 */
export function splitReply(text: string, limits: SplitLimits, queryCode: string): string[] {
  const parts = pack(text.trim(), limits.maxLength);
  if (parts.length === 0) return [''];
  if (parts.length <= limits.maxParts) return parts;
  const kept = parts.slice(0, limits.maxParts);
  const pointer = pointerFor(text, queryCode, limits.maxLength);
  const last = kept.pop() ?? '';
  return [...kept, cut(last, limits.maxLength - lengthOf(pointer)).trimEnd() + pointer];
}

/** Chinese under a Chinese text, English under another; the bare code where there is no room for words. */
function pointerFor(text: string, code: string, room: number): string {
  const pointer = fill(/\p{Script=Han}/u.test(text) ? texts.pointer.zh : texts.pointer.en, { code });
  return lengthOf(pointer) <= room ? pointer : cut(code, room);
}

function pack(text: string, room: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of pieces(text, room)) {
    if (lengthOf(part) + lengthOf(piece.trimEnd()) > room) {
      parts.push(part.trimEnd());
      part = piece.trimStart();
    } else {
      part += piece;
    }
  }
  parts.push(part.trimEnd());
  return parts.filter((each) => each !== '');
}

/** Pieces that each fit into a message, as large as they come. */
function* pieces(text: string, room: number): Iterable<string> {
  for (const sentence of text.split(SENTENCE)) {
    if (lengthOf(sentence) <= room) yield sentence;
    else for (const clause of sentence.split(CLAUSE)) yield* chopped(clause, room);
  }
}

function* chopped(clause: string, room: number): Iterable<string> {
  let rest = clause;
  while (longerThan(rest, room)) {
    // One character as a reader sees it may be longer than the message: then it is cut between its code points.
    const head = cut(rest, room) || [...rest.slice(0, 2 * room)].slice(0, room).join('');
    yield head;
    rest = rest.slice(head.length);
  }
  if (rest !== '') yield rest;
}

/** Without counting to the end of a long text. */
function longerThan(text: string, most: number): boolean {
  let length = 0;
  for (const _ of text) if (++length > most) return true;
  return false;
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
