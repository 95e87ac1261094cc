import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openDocumentStore, StoreUnavailableError } from '../src/index.ts';

describe('openDocumentStore', () => {
  test.each(['', 'documents', 'embedded:', 'postgres://user:secret@host/db'])(
    'refuses "%s", naming the forms',
    async (url) => {
      await expect(openDocumentStore(url)).rejects.toThrow(/use embedded:<folder> or mongodb:\/\/host:port\/database/);
      await expect(openDocumentStore(url)).rejects.not.toThrow(/secret/);
    },
  );

  test('makes the folder, and finds the documents again', async () => {
    const root = await mkdtemp(join(tmpdir(), 'open-'));
    const url = `embedded:${join(root, 'deep', 'folder')}`;
    const first = await openDocumentStore(url);
    await (await first.collection({ name: 'cases', indexes: [] })).put('a', { n: 1 }, 0);
    await first.close();
    const second = await openDocumentStore(url);
    expect((await (await second.collection({ name: 'cases', indexes: [] })).get('a'))?.body).toEqual({ n: 1 });
    await second.close();
    await rm(root, { recursive: true });
  });

  test('a folder that cannot be is StoreUnavailableError', async () => {
    const root = await mkdtemp(join(tmpdir(), 'open-'));
    await writeFile(join(root, 'file'), '');
    await expect(openDocumentStore(`embedded:${join(root, 'file', 'folder')}`)).rejects.toThrow(StoreUnavailableError);
    await rm(root, { recursive: true });
  });

  test.each(['mongodb://user:secret@127.0.0.1:1/db?serverSelectionTimeoutMS=50', 'mongodb://user:secret@:x/db'])(
    'a MongoDB server that does not answer is StoreUnavailableError, without the password: %s',
    async (url) => {
      const opening = openDocumentStore(url);
      await expect(opening).rejects.toThrow(StoreUnavailableError);
      await expect(opening).rejects.not.toThrow(/secret/);
    },
  );
});
