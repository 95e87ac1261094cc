import { openEmbedded } from './embedded/store.ts';
import type { DocumentStore } from './port.ts';

/**
 * Opens the store that the URL names: `embedded:<folder>` or `mongodb://…`.
 * Throws an Error that says which forms there are when it is neither, StoreUnavailableError when it cannot be reached.
 */
export async function openDocumentStore(url: string): Promise<DocumentStore> {
  if (/^embedded:./.test(url)) return openEmbedded(url.slice('embedded:'.length));
  if (/^mongodb(\+srv)?:\/\//.test(url)) {
    // Only where it is asked for: the driver alone takes 40 MB.
    const { openMongo } = await import('./mongo/store.ts');
    return openMongo(url);
  }
  const scheme = url.includes(':') ? url.slice(0, url.indexOf(':') + 1) : url;
  throw new Error(`no document store of the form "${scheme}": use embedded:<folder> or mongodb://host:port/database`);
}
