/** A word found in a text. */
export interface Found {
  word: string;
  at: number;
}

/** Finds which of many words stand in a text. */
export interface WordFinder {
  /** Every occurrence up to `limit` units into the text, in order of place; the longest first at one place. */
  find(text: string, limit: number): Found[];
}

/**
 * Looks words up by their first two units: for texts of people it is as good as an automaton, and small.
 * Cost: the text's length times the number of words that begin with the same two units.
 */
export function createWordFinder(words: Iterable<string>): WordFinder {
  const byStart = new Map<string, string[]>();
  const single = new Set<string>();
  // Nearly every unit of a text begins no word: one look into a table says so.
  const begins = new Uint8Array(0x10000);
  for (const word of new Set(words)) {
    if (word.length === 0) continue;
    begins[word.charCodeAt(0)] = 1;
    if (word.length === 1) single.add(word);
    if (word.length === 1) continue;
    const key = word.slice(0, 2);
    byStart.set(key, [...(byStart.get(key) ?? []), word]);
  }
  for (const [key, list] of byStart) {
    byStart.set(
      key,
      list.toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)),
    );
  }
  return {
    find(text, limit) {
      const found: Found[] = [];
      const end = Math.min(text.length, limit);
      for (let at = 0; at < end; at++) {
        if (begins[text.charCodeAt(at)] === 0) continue;
        for (const word of byStart.get(text.slice(at, at + 2)) ?? []) {
          if (text.startsWith(word, at)) found.push({ word, at });
        }
        if (single.size > 0 && single.has(text.charAt(at))) found.push({ word: text.charAt(at), at });
      }
      return found;
    },
  };
}
