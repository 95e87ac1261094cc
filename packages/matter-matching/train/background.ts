import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeBackground } from '../src/background.ts';
import { createPlain, eachGram, plainInto } from '../src/grams.ts';

const SOURCES = ['intent/labelled.jsonl', 'intent/weak.jsonl'];
/** What fewer petitions have is rare; listing it would cost room and tell what was in the data. */
const LEAST = 10;
const MOST_UNITS = 4_000;

/** Counts n-grams of the petitions in a data folder and writes `model/background.bin`. The same data gives the same file. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string', default: join(import.meta.dirname, '../model/background.bin') },
    },
  });
  const folder = values.data ?? process.env.PETITION_DATA;
  if (!folder) throw new Error('where is the data? Give --data <folder>, or set PETITION_DATA');
  const counts = new Map<number, number>();
  let documents = 0;
  for (const source of SOURCES) {
    for (const line of (await readFile(join(folder, source), 'utf8')).split('\n')) {
      if (line.trim() === '') continue;
      documents++;
      for (const hash of gramsOf(line)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
  }
  const file = encodeBackground(counts, documents, LEAST);
  await writeFile(values.out, file);
  process.stdout.write(`${documents} petitions, ${file.length} bytes\n`);
}

function gramsOf(line: string): Set<number> {
  const { title, text } = JSON.parse(line) as { title: string; text: string };
  const grams = new Set<number>();
  for (const part of [title, text]) {
    const plain = createPlain(MOST_UNITS);
    plainInto(part, 0, part.length, plain);
    eachGram(plain, (hash) => grams.add(hash));
  }
  return grams;
}

await main();
