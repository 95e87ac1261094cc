import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matter } from '../src/index.ts';

export const POLICY_FOLDER = join(import.meta.dirname, '../../../policy');
export const DEFAULT_TEXT = readFileSync(join(POLICY_FOLDER, 'default.yaml'), 'utf8');

/** The line on which a text stands in a file; it must stand there once. */
export function lineWith(file: string, text: string): number {
  const lines = file.split('\n');
  const found = lines.flatMap((line, i) => (line.includes(text) ? [i + 1] : []));
  if (found.length !== 1) throw new Error(`"${text}" stands on ${found.length} lines`);
  return found[0] ?? 0;
}

export function matter(fields: Partial<Matter> & { district?: string | null } = {}): Matter {
  const { district = null, ...given } = fields;
  return {
    class: 'help',
    subtype: null,
    topic: '城乡建设',
    urgency: 0,
    place: { district, street: null, road: null, estate: null, number: null },
    text: '',
    ...given,
  };
}
