import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const PROGRAM = fileURLToPath(new URL('../src/normalize-file.ts', import.meta.url));
const run = promisify(execFile);

/** Runs the program over lines; what it wrote, line by line, and what it said on standard error. */
async function normalize(lines: readonly string[]): Promise<{ out: Record<string, unknown>[]; err: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'normalize-'));
  try {
    const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
    await writeFile(input, lines.join('\n'));
    const { stderr } = await run(process.execPath, [PROGRAM, input, output]);
    const written = (await readFile(output, 'utf8')).split('\n').filter((line) => line !== '');
    return { out: written.map((line) => JSON.parse(line) as Record<string, unknown>), err: stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TITLE = '渡口里小区旁工地夜间打桩';
const LINES = [
  {
    id: 'a',
    citizen: 'k1',
    occurredAt: '2026-03-02T08:00:00+08:00',
    title: TITLE,
    text: '渡口里小区东侧工地每晚打桩，噪音很大。',
  },
  {
    id: 'b',
    citizen: 'k2',
    occurredAt: '2026/3/2 9:05:00',
    title: TITLE,
    text: '住在渡口里小区，工地夜里打桩太吵，请查处。',
  },
  { id: 'c', title: '公租房怎么申请', text: '请问申请公租房需要什么材料？', channel: 'sms', district: '云溪区' },
  { id: 'd', citizen: 'k1', title: `再次反映${TITLE}`, text: '渡口里小区东侧工地昨晚又打桩。' },
  { id: 5, title: '', text: '' },
  { id: 'a', citizen: 'k1', title: TITLE, text: '渡口里小区东侧工地每晚打桩，噪音很大。' },
].map((line) => JSON.stringify(line));

describe('normalizing a file', () => {
  test('gives a line for each petition, in order, with what was decided and why', async () => {
    const { out, err } = await normalize(LINES);
    expect(err).toBe('');
    expect(out.map(({ id, relation }) => [id, relation])).toEqual([
      ['a', 'new'],
      ['b', 'same-matter'],
      ['c', 'new'],
      ['d', 'repeat'],
      ['5', 'new'],
      ['a', 'redelivery'],
    ]);
    expect(out[1]?.matterId).toBe(out[0]?.matterId);
    expect(out[2]).toMatchObject({ class: 'consult', urgency: 0 });
    expect(out[4]).toMatchObject({ class: 'other', subtype: 'none' });
    for (const line of out) {
      expect(Object.keys(line)).toEqual([
        'id',
        'class',
        'subtype',
        'confidence',
        'topic',
        'urgency',
        'relation',
        'matterId',
        'evidence',
      ]);
    }
  });

  test('names bad lines by their number and goes on after them', async () => {
    const [first = '', , third = ''] = LINES;
    const bad = ['{', '"text"', '{"id":"x"}', '{"id":"x","text":"t","occurredAt":"gestern"}', '{"id":"","text":"t"}'];
    const { out, err } = await normalize([first, ...bad, '', third]);
    expect(out.map(({ id }) => id)).toEqual(['a', 'c']);
    for (const number of [2, 3, 4, 5, 6]) expect(err).toMatch(new RegExp(`^line ${number}: `, 'm'));
    expect(err).not.toMatch(/^line [178]:/m);
  });

  test('says so when the file is not there', async () => {
    const failed = run(process.execPath, [PROGRAM, '/nowhere/in.jsonl', '/nowhere/out.jsonl']);
    await expect(failed).rejects.toMatchObject({ code: 2, stderr: '/nowhere/in.jsonl cannot be read (ENOENT)\n' });
  });

  test('gives the same for the same file', async () => {
    expect(await normalize(LINES)).toEqual(await normalize(LINES));
  });
});
