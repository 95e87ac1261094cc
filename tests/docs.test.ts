import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generatedDocuments, ROOT } from '../tools/docs/generate.ts';

test('what is generated in docs/ is what the code says now; run `npm run docs` when it is not', async () => {
  for (const [path, content] of Object.entries(await generatedDocuments())) {
    expect({ path, content: readFileSync(join(ROOT, path), 'utf8') }).toEqual({ path, content });
  }
});
