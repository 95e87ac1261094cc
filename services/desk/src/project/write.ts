import { BadQueryError, type Body, type Collection, type Stored } from '@yihaotong/document-store';

/**
 * Writes what there is to write, each document once: the highest version of each id. A document that the store cannot
 * take (too large for it) stops nobody: it is left out, and `onRefused` hears of it.
 */
export async function writeDocuments<T extends Body>(
  collection: Collection<T>,
  documents: readonly (Stored<T> | null)[],
  onRefused: (id: string) => void,
): Promise<void> {
  const latest = new Map<string, Stored<T>>();
  for (const document of documents) {
    if (document && document.version > (latest.get(document.id)?.version ?? 0)) latest.set(document.id, document);
  }
  if (latest.size === 0) return;
  try {
    await collection.project([...latest.values()]);
  } catch (error) {
    if (!(error instanceof BadQueryError)) throw error;
    for (const document of latest.values()) await writeOne(collection, document, onRefused);
  }
}

async function writeOne<T extends Body>(
  collection: Collection<T>,
  document: Stored<T>,
  onRefused: (id: string) => void,
): Promise<void> {
  try {
    await collection.project([document]);
  } catch (error) {
    if (!(error instanceof BadQueryError)) throw error;
    onRefused(document.id);
  }
}
