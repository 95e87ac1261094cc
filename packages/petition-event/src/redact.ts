const RULES: readonly [RegExp, (found: string) => string][] = [
  // Resident identity number (GB 11643): 17 digits and a digit or X.
  [/(?<!\d)\d{17}[\dXx](?!\d)/g, (id) => `${id.slice(0, 3)}***********${id.slice(-2)}`],
  // Mobile number, with or without +86 and separators.
  [/(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g, maskPhone],
  // Fixed line with its area code.
  [/(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)/g, maskPhone],
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
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length < 7 ? '***' : `${digits.slice(0, 3)}${'*'.repeat(digits.length - 5)}${digits.slice(-2)}`;
}

/** A name as lists show it: the family name, stars after it. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  return characters.length === 0 ? '' : `${characters[0]}**`;
}
