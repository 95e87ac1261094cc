import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeDocumentStore } from '@yihaotong/document-store/conformance';
import { openEmbedded } from '../src/embedded/store.ts';
import { writeInChild } from './support/writer.ts';

describeDocumentStore('SQLite', { atomicAcrossProcesses: true, keepsOnDisk: true }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  return {
    open: () => openEmbedded(folder, 200),
    /** Another process that holds the file for longer than a writer waits. */
    async takeAway() {
      const other = new DatabaseSync(join(folder, 'documents.sqlite'));
      other.exec('BEGIN IMMEDIATE');
      return async () => other.close();
    },
    killWhileWriting: (collection) => writeInChild(`embedded:${folder}`, collection, 300),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
});
