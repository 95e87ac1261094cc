import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './gateway.ts';

interface Line {
  citizen?: string;
  name?: string;
  nativeId?: string;
  ref?: string;
  unreadable?: string;
  answers?: string;
}

/** The lines of the sample day's files, as they stand there. */
export async function sampleLines(): Promise<Line[]> {
  const folder = join(ROOT, 'apps', 'all-in-one', 'sample-day');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter(Boolean)).map((line) => JSON.parse(line) as Line);
}
