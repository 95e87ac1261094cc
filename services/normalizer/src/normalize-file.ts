// `npm run -s normalize -- IN.jsonl OUT.jsonl`: the normalizer over a file, for measuring and for running over the past.
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadPolicy } from '@yihaotong/hotline-policy';
import { loadClassifier } from '@yihaotong/petition-classifier';
import { BadLineError, createLineNormalizer } from './normalize-lines.ts';

const [input, output] = process.argv.slice(2);
if (!input || !output) {
  process.stderr.write('usage: npm run -s normalize -- IN.jsonl OUT.jsonl\n');
  process.exit(2);
}

const policy = loadPolicy(fileURLToPath(new URL('../../../policy/default.yaml', import.meta.url)));
const normalize = createLineNormalizer(loadClassifier(), policy);
const source = await opened(input, 'r');
const out = (await opened(output, 'w')).createWriteStream();
let number = 0;
let bad = 0;

for await (const line of createInterface({ input: source.createReadStream(), crlfDelay: Number.POSITIVE_INFINITY })) {
  number++;
  if (line.trim() === '') continue;
  try {
    if (!out.write(`${JSON.stringify(normalize(line))}\n`)) await once(out, 'drain');
  } catch (error) {
    if (!(error instanceof BadLineError)) throw error;
    bad++;
    process.stderr.write(`line ${number}: ${error.message}\n`);
  }
}

out.end();
await once(out, 'finish');
if (bad > 0) process.stderr.write(`${bad} of ${number} lines could not be read\n`);

async function opened(path: string, flags: 'r' | 'w') {
  try {
    return await open(path, flags);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : 'unknown';
    process.stderr.write(`${path} cannot be ${flags === 'r' ? 'read' : 'written'} (${String(why)})\n`);
    process.exit(2);
  }
}
