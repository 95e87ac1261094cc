import { openDocumentStore } from '../../src/index.ts';

/** Neither waits for its put nor closes the store. */
const [url = ''] = process.argv.slice(2);
const store = await openDocumentStore(url);
const collection = await store.collection({ name: 'left', indexes: [] });
collection.put('a', {}, 0);
