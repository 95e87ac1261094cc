export const MARK_KINDS = ['class', 'topic', 'urgency', 'place'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** Words of the text that spoke for a decision of the kind. */
export interface Mark {
  kind: MarkKind;
  words: string;
}

/** A part of the text, and the decisions that all of it spoke for. */
export interface Piece {
  /** Where it begins in the text. */
  at: number;
  text: string;
  kinds: readonly MarkKind[];
}

/** Cuts a text wherever a mark begins or ends; the pieces put together are the text again. */
export function highlight(text: string, marks: readonly Mark[]): Piece[] {
  const found = marks.flatMap(({ kind, words }) =>
    placesOf(words, text).map((from) => ({ kind, from, to: from + words.length })),
  );
  const cuts = [...new Set([0, ...found.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return cuts
    .map((at, index) => ({
      at,
      text: text.slice(at, cuts[index + 1]),
      kinds: MARK_KINDS.filter((kind) => found.some((mark) => mark.kind === kind && mark.from <= at && at < mark.to)),
    }))
    .filter((piece) => piece.text !== '');
}

function placesOf(words: string, text: string): number[] {
  const found: number[] = [];
  if (words === '') return found;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) found.push(at);
  return found;
}
