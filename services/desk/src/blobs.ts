import { createReadStream, type ReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSealed, type Seal } from '@yihaotong/petition-event';

const HASH = /^[0-9a-f]{64}$/;

/** The files that the adapters keep by the hash of their content: `<dataFolder>/blobs/ab/abcd…`; the desk only reads them. */
export class BlobReader {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'blobs');
  }

  /** Null when it is not here. */
  async file(sha256: string): Promise<{ size: number; stream(): ReadStream } | null> {
    const path = this.#path(sha256);
    const found = path && (await stat(path).catch(missing));
    return path && found ? { size: found.size, stream: () => createReadStream(path) } : null;
  }

  /** A raw item that was too large for its event; it stands here sealed. Null when it is not here. */
  async rawItem(sha256: string, seal: Seal): Promise<Uint8Array | null> {
    const path = this.#path(sha256);
    const text = path && (await readFile(`${path}.sealed`, 'utf8').catch(missing));
    return text && isSealed(text) ? Buffer.from(seal.open(text), 'base64') : null;
  }

  #path(sha256: string): string | null {
    return HASH.test(sha256) ? join(this.#folder, sha256.slice(0, 2), sha256) : null;
  }
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
