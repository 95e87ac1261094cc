import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { adapterConformance } from '../src/index.ts';
import { subject as fileDrop } from './examples/file-drop/subject.ts';
import { subject as paper } from './examples/paper/subject.ts';

test('the table of rules in the readme is that of the suite', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const forPoll = new Set(
    adapterConformance(fileDrop).flatMap(({ name, doesNotApply }) => (doesNotApply ? [] : [name])),
  );
  const rows = adapterConformance(paper).map(({ name, must, doesNotApply }) => {
    const kinds = doesNotApply ? 'poll' : forPoll.has(name) ? 'both' : 'push';
    return `| …${name} | ${must} | ${kinds} |`;
  });
  const written = readme.split('\n').filter((line) => line.startsWith('| …'));
  expect(written.map((line) => line.replaceAll(/ +/g, ' '))).toEqual(rows);
});
