// `npm run docs`: writes what is generated from the contract and the declarations.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedDocuments, ROOT } from './docs/generate.ts';

for (const [path, content] of Object.entries(await generatedDocuments())) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), content);
  process.stdout.write(`${path}\n`);
}
