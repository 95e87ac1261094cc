import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What must not be found in clear. */
export interface Secrets {
  /** All begin with `prefix`. */
  numbers: ReadonlySet<string>;
  prefix: string;
  names: ReadonlySet<string>;
}

/** Every file below a folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What of the secrets a folder's files hold: in clear, escaped, as base64 or hex, or as a bare hash. */
export async function foundInFiles(folder: string, secrets: Secrets): Promise<string[]> {
  const found: string[] = [];
  for (const file of await filesBelow(folder)) {
    const bytes = await readFile(file);
    found.push(...foundIn(bytes, secrets).map((secret) => `${file}: ${secret}`));
  }
  return found;
}

/** The same for bytes, or for a text. */
export function foundIn(content: Buffer | string, { numbers, prefix, names }: Secrets): string[] {
  const bytes = Buffer.from(content);
  const text = bytes.toString('latin1');
  const plain = (text.match(/\d{11,}/g) ?? []).filter((digits) =>
    [...numbers].some((number) => digits.includes(number)),
  );
  const encoded = [...base64Inside(prefix), Buffer.from(prefix).toString('hex')].filter((form) => text.includes(form));
  const hashes = new Set([...numbers].flatMap(hashesOf));
  const hashed = (text.match(/[0-9a-f]{64}|[\w+/-]{43}/g) ?? []).filter((token) => hashes.has(token));
  const named = [...names].filter((name) => bytes.includes(name) || text.includes(escaped(name)));
  return [...plain, ...encoded, ...hashed, ...named];
}

/** How a text begins inside base64, at each of the three places where it may stand; what its neighbours reach is cut off. */
function base64Inside(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const whole = Buffer.from('\0'.repeat(before) + text).toString('base64');
    const from = Math.ceil((before * 8) / 6);
    return whole.slice(from, Math.floor(((before + text.length) * 8) / 6));
  });
}

/** There are so few numbers that a hash without a secret hides none. */
function hashesOf(number: string): string[] {
  const hash = createHash('sha256').update(number);
  return [hash.copy().digest('hex'), hash.digest('base64url')];
}

const escaped = (name: string) =>
  JSON.stringify(name)
    .slice(1, -1)
    .replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
