import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createSeal } from '@yihaotong/petition-event';
import { Blobs } from '../src/attachments/blobs.ts';
import { sha256 } from '../src/receive/raw.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const seal = createSeal({ current: { id: 'k', key: key(1) }, previous: [], identity: key(2) });
const BODY = Buffer.from('a raw item');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a raw item is kept sealed under its hash and comes back as it was', async () => {
  const blobs = new Blobs(folder);
  await blobs.storeSealed(sha256(BODY), BODY, seal);
  expect(await blobs.readSealed(sha256(BODY), seal)).toEqual(BODY);
});

test.each([
  ['a raw item', (blobs: Blobs) => blobs.storeSealed(sha256(BODY), BODY, seal)],
  ['an attachment', (blobs: Blobs) => blobs.store([BODY])],
])('%s that the disk does not take leaves nothing behind', async (_, store) => {
  // Where its folder should be stands a file.
  await writeFile(join(folder, sha256(BODY).slice(0, 2)), '');
  await expect(store(new Blobs(folder))).rejects.toThrow();
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
});
