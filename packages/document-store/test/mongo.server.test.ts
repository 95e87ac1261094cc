import { describeDocumentStore } from '@yihaotong/document-store/conformance';
import { databaseUrl, startDurableMongo, startRichMongo } from '@yihaotong/real-servers';
import { openDocumentStore } from '../src/index.ts';
import { writeUntilStopped } from './support/writer.ts';

/** A server that is away is known to be after half a second. */
function freshDatabase(server: string): string {
  return databaseUrl(server, `conformance-${Date.now()}`, 'serverSelectionTimeoutMS=500');
}

describeDocumentStore('mongo-java-server', { atomicAcrossProcesses: true, keepsOnDisk: false }, async () => {
  const server = await startRichMongo();
  const url = freshDatabase(server.url);
  return {
    open: () => openDocumentStore(url),
    async takeAway() {
      await server.kill9();
      return () => server.restart();
    },
    async killWhileWriting() {
      throw new Error('it keeps its documents in memory');
    },
    stop: () => server.stop(),
  };
});

// FerretDB 1.x looks up and then updates, so that two processes at once may both succeed and one write is lost.
describeDocumentStore('FerretDB', { atomicAcrossProcesses: false, keepsOnDisk: true }, async () => {
  const server = await startDurableMongo();
  const url = freshDatabase(server.url);
  return {
    open: () => openDocumentStore(url),
    async takeAway() {
      await server.kill9();
      return () => server.restart();
    },
    async killWhileWriting(collection) {
      const acknowledged: string[] = [];
      const writing = writeUntilStopped(url, collection, (id) => {
        if (acknowledged.push(id) === 300) void server.kill9();
        return true;
      });
      await writing.catch(() => undefined);
      await server.restart();
      return acknowledged;
    },
    stop: () => server.stop(),
  };
});
