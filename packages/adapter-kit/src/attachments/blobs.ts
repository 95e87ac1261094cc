import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Seal, Sealed } from '@yihaotong/petition-event';
import { isSealed } from '@yihaotong/petition-event';

export interface StoredBlob {
  sha256: string;
  size: number;
  /** The first bytes, by which the kind of file is known. */
  head: Uint8Array;
}

const HEAD = 512;
const DAY = 24 * 60 * 60 * 1000;

/** Files by the hash of their content: `<folder>/ab/abcd…`. The same content twice is one file. */
export class Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Stores the content; resolves when it is on disk under its hash. `check` sees the hash, the size and the head before
   * the file gets its name, and throws to refuse it.
   */
  async store(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    check: (blob: StoredBlob) => void = () => {},
  ): Promise<StoredBlob> {
    return this.#keep(async (file) => {
      const blob = await write(file, content);
      check(blob);
      return { path: this.path(blob.sha256), kept: blob };
    });
  }

  /** Stores a raw item sealed, since it may hold anything about a citizen: `<folder>/ab/abcd….sealed`. */
  async storeSealed(hash: string, body: Uint8Array, seal: Seal): Promise<void> {
    await this.#keep(async (file) => {
      await file.writeFile(seal.seal(Buffer.from(body).toString('base64')));
      return { path: `${this.path(hash)}.sealed`, kept: null };
    });
  }

  async readSealed(hash: string, seal: Seal): Promise<Uint8Array> {
    const text: string = await readFile(`${this.path(hash)}.sealed`, 'utf8');
    if (!isSealed(text)) throw new Error(`the raw item ${hash} is not sealed`);
    const sealed: Sealed = text;
    return Buffer.from(seal.open(sealed), 'base64');
  }

  /** Removes what a crash left half written; a day old, so that nobody writes it any more. */
  async tidy(now: Date): Promise<void> {
    const folder = join(this.#folder, 'incoming');
    for (const name of await readdir(folder).catch(() => [])) {
      const file = await stat(join(folder, name)).catch(() => null);
      if (file && now.getTime() - file.mtimeMs > DAY) await unlink(join(folder, name)).catch(() => {});
    }
  }

  path(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), hash);
  }

  /** Writes a file and gives it its name; one that cannot be written, or is refused, leaves nothing behind. */
  async #keep<T>(fill: (file: FileHandle) => Promise<{ path: string; kept: T }>): Promise<T> {
    const temporary = join(this.#folder, 'incoming', randomUUID());
    await mkdir(dirname(temporary), { recursive: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      const { path, kept } = await fill(file);
      await this.#settle(file, temporary, path);
      return kept;
    } catch (error) {
      await file.close().catch(() => {});
      await unlink(temporary).catch(() => {});
      throw error;
    }
  }

  /** On disk first, then under its name, then the name on disk: a crash leaves no half file under a hash. */
  async #settle(file: FileHandle, temporary: string, path: string): Promise<void> {
    await file.sync();
    await file.close();
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  }
}

async function write(file: FileHandle, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let size = 0;
  let head: Uint8Array = new Uint8Array();
  for await (const chunk of content) {
    hash.update(chunk);
    if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
    size += chunk.byteLength;
    await file.writeFile(chunk);
  }
  return { sha256: hash.digest('hex'), size, head };
}
