/** Characters of a text that are looked at; the rest of a very long one adds nothing but cost. */
const MOST_CHARACTERS = 1_500;

/** What is compared: letters, digits and ideographs, width and case folded, everything else gone. */
export function fold(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}
