import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decodeModel, encodeModel } from '../src/model-file.ts';
import { writeCard } from './card.ts';
import { readLabelled, readTopics } from './data.ts';
import { trainModel } from './train-model.ts';

const NAME = 'petition-1';

/** Trains the model from a data folder and writes it with its card. About half a minute on one core. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string', default: join(import.meta.dirname, '../model') },
      date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    },
  });
  const folder = values.data ?? process.env.PETITION_DATA;
  if (!folder) throw new Error('where is the data? Give --data <folder>, or set PETITION_DATA');
  const rows = await readLabelled(folder);
  const topicRows = await readTopics(folder);
  const options = { stanceBits: 17, topicBits: 18, stanceEpochs: 6, topicEpochs: 8 };
  const { model, report } = trainModel(rows, topicRows, options);
  const bytes = encodeModel(NAME, model);
  const { version } = decodeModel(bytes);
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'petition.model'), bytes);
  await writeFile(join(values.out, 'CARD.md'), writeCard(version, bytes.length, values.date, report));
  process.stdout.write(`${JSON.stringify({ version, bytes: bytes.length, ...report }, null, 2)}\n`);
}

await main();
