import { createFolded, type Folded, fold } from './fold.ts';

/** What is read of a title and of a text, UTF-16 units: the head, and the end where it is longer than that. */
const TITLE_UNITS = 160;
const HEAD_UNITS = 1_600;
const TAIL_UNITS = 400;
/** The most codes that one petition has. */
export const MOST_CODES = TITLE_UNITS + HEAD_UNITS + TAIL_UNITS;
/** The body's end by length; the last sentence is looked for within it. */
const END_LENGTH = 60;

/** A stretch of folded codes that is hashed by itself, so that the same word counts differently at different places. */
export interface Field {
  id: number;
  of: Folded;
  from: number;
  to: number;
}

/** Folded parts of one petition; used again for the next one. */
export interface Reader {
  /** Folds title and text. The result lives until the next call. */
  read(title: string, text: string): Fields;
}

export interface Fields {
  /** What stands for the title: the first sentence of the text when there is none. */
  titleSource: string;
  bodySource: string;
  title: Folded;
  body: Folded;
  fields: readonly [title: Field, body: Field, end: Field, lastSentence: Field];
}

/** Makes a reader. Its cost is bounded for texts of any length. */
export function createReader(): Reader {
  const title = createFolded(TITLE_UNITS);
  const body = createFolded(HEAD_UNITS + TAIL_UNITS);
  const fields: [Field, Field, Field, Field] = [
    { id: 1, of: title, from: 0, to: 0 },
    { id: 2, of: body, from: 0, to: 0 },
    { id: 3, of: body, from: 0, to: 0 },
    { id: 4, of: body, from: 0, to: 0 },
  ];
  return {
    read(givenTitle, givenText) {
      const [titleSource, bodySource] = standIns(givenTitle, givenText);
      title.length = 0;
      fold(titleSource, 0, Math.min(titleSource.length, TITLE_UNITS), title);
      body.length = 0;
      foldHeadAndTail(bodySource, body);
      fields[0].to = title.length;
      fields[1].to = body.length;
      fields[2].from = Math.max(0, body.length - END_LENGTH);
      fields[2].to = body.length;
      fields[3].from = lastSentence(body, fields[2].from);
      fields[3].to = body.length;
      return { titleSource, bodySource, title, body, fields };
    },
  };
}

/** Channels without titles, and titles without a text: each stands in for the other. */
function standIns(title: string, text: string): [string, string] {
  if (isBlank(title)) return [firstSentence(text), text];
  return [title, isBlank(text) ? title : text];
}

function isBlank(text: string): boolean {
  return text.length < 1_000 && text.trim() === '';
}

function firstSentence(text: string): string {
  const head = text.slice(0, TITLE_UNITS).trimStart();
  for (let at = 6; at < head.length; at++) {
    if (isSentenceEnd(head.charCodeAt(at))) return head.slice(0, at + 1);
  }
  return head.slice(0, 60);
}

function foldHeadAndTail(text: string, into: Folded): void {
  const isLong = text.length > HEAD_UNITS + TAIL_UNITS;
  fold(text, 0, isLong ? HEAD_UNITS : text.length, into);
  if (isLong) fold(text, text.length - TAIL_UNITS, text.length, into);
}

/** Where the last sentence begins, not before `from`. The full stop that ends the text is not one that begins a sentence. */
function lastSentence(body: Folded, from: number): number {
  for (let at = body.length - 4; at > from; at--) {
    if (isSentenceEnd(body.codes[at - 1] ?? 0)) return at;
  }
  return from;
}

function isSentenceEnd(code: number): boolean {
  return code === 0x3002 || code === 0x21 || code === 0x3f || code === 0xff01 || code === 0xff1f || code === 0x0a;
}
