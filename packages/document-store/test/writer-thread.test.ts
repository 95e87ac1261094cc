import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ThreadHandle } from '../src/embedded/thread-handle.ts';
import { openDocumentStore, StoreUnavailableError } from '../src/index.ts';

describe('the thread that writes', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'thread-'));
  });

  afterEach(() => rm(root, { recursive: true }));

  test('when it dies what was under way is StoreUnavailableError, and it is started again', async () => {
    const folder = join(root, 'documents');
    await writeFile(folder, 'no folder: the thread cannot begin');
    const thread = new ThreadHandle(folder, 200);
    const declare = { do: 'declare', spec: { name: 'cases', indexes: [] } } as const;
    await expect(thread.apply([declare])).rejects.toThrow(StoreUnavailableError);
    await expect(thread.apply([declare])).rejects.toThrow(StoreUnavailableError);
    await rm(folder);
    expect(await thread.apply([declare])).toEqual(['done']);
    await thread.end();
    await thread.end();
  });

  test('an idle one lets the process end, one that has something to write does not', async () => {
    const url = `embedded:${join(root, 'documents')}`;
    const script = fileURLToPath(new URL('./support/put-and-leave.ts', import.meta.url));
    const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'ignore', 'inherit'] });
    expect(await once(child, 'exit')).toEqual([0, null]);
    const store = await openDocumentStore(url);
    expect(await (await store.collection({ name: 'left', indexes: [] })).get('a')).not.toBeNull();
    await store.close();
  });
});
