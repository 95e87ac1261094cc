/**
 * What is done to every text of a petition before it goes on the log; the raw item keeps what was sent.
 * - Unpaired surrogates become U+FFFD: they have no UTF-8 form.
 * - NUL and the other control characters go, except tab and line feed; CR LF and CR become LF.
 * - Bidi embeddings, overrides and isolates (U+202A–202E, U+2066–2069) go: they can make a text show as something else than
 *   what it says, in a list beside others' texts. The marks (U+200E, U+200F, U+061C) stay: Arabic and Hebrew need them.
 * - Normalization form C, so that the same words compare equal. Source: Unicode Standard Annex 15 and 9.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(HIDDEN, '').normalize('NFC').trim();
}

/** The same for what is one line: a name, a title, an address. Cut to `most` characters. */
export function cleanLine(text: string, most: number): string {
  const line = cleanText(text).replaceAll(/\s+/g, ' ');
  return line.length <= most ? line : cut(line, most);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const TITLE_LENGTH = 40;
const SENTENCE_END = /[。！？!?；;\n]|\.(?=\s|$)/;

/** A title for a petition that has none: its first sentence, at most 40 characters. */
export function deriveTitle(text: string): string {
  const start = text.trimStart();
  const end = start.search(SENTENCE_END);
  const sentence = (end > 0 ? start.slice(0, end) : start).replaceAll(/\s+/g, ' ').trim();
  return [...sentence].length <= TITLE_LENGTH ? sentence : `${cut(sentence, TITLE_LENGTH - 1)}…`;
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** The first code points. */
function headOf(text: string, count: number): string {
  let end = 0;
  let left = count;
  for (const character of text) {
    if (left-- === 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The longest head of whole graphemes with at most `most` code points. */
export function cut(text: string, most: number): string {
  let head = '';
  let length = 0;
  // The segmenter reads the whole text at once; code points beyond the limit cannot belong to the head.
  for (const { segment } of graphemes.segment(headOf(text, most + 1))) {
    length += [...segment].length;
    if (length > most) break;
    head += segment;
  }
  return head;
}
