// Half-width and full-width digits: input methods for Chinese write both.
const D = '[0-9０-９]';
const SEPARATOR = '[- －　]?';
const rule = (pattern: string) => new RegExp(`(?<!${D})${pattern}(?!${D})`, 'g');

const RULES: readonly [RegExp, (found: string) => string][] = [
  // Resident identity number (GB 11643): 17 digits and a digit or X.
  [rule(`${D}{17}[0-9０-９XxＸｘ]`), (id) => `${id.slice(0, 3)}***********${id.slice(-2)}`],
  // Mobile number, with or without +86 and separators.
  [rule(`(?:[+＋]?[8８][6６]${SEPARATOR})?[1１][3-9３-９]${D}${SEPARATOR}${D}{4}${SEPARATOR}${D}{4}`), maskPhone],
  // Fixed line with its area code.
  [rule(`[0０]${D}{2,3}${SEPARATOR}${D}{7,8}`), maskPhone],
  [
    /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
    (mail) => `${mail.slice(0, 1)}***${mail.slice(mail.indexOf('@'))}`,
  ],
];

/** Hides phone numbers, identity numbers and mail addresses inside running text; the rest stays as it is. */
export function redact(text: string): string {
  let shown = text;
  for (const [pattern, hide] of RULES) shown = shown.replace(pattern, hide);
  return shown;
}

/** A number as lists show it: first three and last two digits, stars between. */
export function maskPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replaceAll(/\D/g, '');
  return digits.length < 7 ? '***' : `${digits.slice(0, 3)}${'*'.repeat(digits.length - 5)}${digits.slice(-2)}`;
}

/** A name as lists show it: the family name, stars after it. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  return characters.length === 0 ? '' : `${characters[0]}**`;
}
