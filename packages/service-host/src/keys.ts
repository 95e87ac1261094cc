import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SealKeys } from '@yihaotong/petition-event';
import { z } from 'zod';
import { StartError } from './errors.ts';

const key = z.object({ id: z.string().regex(/^[\w-]{1,32}$/), key: z.base64() });
const keysFile = z.object({ identity: z.base64(), current: key, previous: z.array(key) });

/**
 * The keys that seal personal data, from `keys.json` in a folder outside the data; made at the first start, readable by
 * the owner alone. Throws StartError when the file is not what it should be: new keys in its place would make every
 * sealed name and number unreadable.
 */
export async function loadKeys(folder: string): Promise<SealKeys> {
  const path = join(folder, 'keys.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new StartError('bad-keys', { path, problem: error.message }, error);
  });
  return text === null ? makeKeys(folder, path) : parseKeys(path, text);
}

function parseKeys(path: string, text: string): SealKeys {
  try {
    const file = keysFile.parse(JSON.parse(text));
    const keys = {
      identity: bytes(file.identity),
      current: { id: file.current.id, key: bytes(file.current.key) },
      previous: file.previous.map(({ id, key }) => ({ id, key: bytes(key) })),
    };
    for (const { length } of [keys.identity, keys.current.key, ...keys.previous.map((previous) => previous.key)]) {
      if (length !== 32) throw new Error(`a key has ${length} bytes instead of 32`);
    }
    return keys;
  } catch (error) {
    throw new StartError('bad-keys', { path, problem: error instanceof Error ? error.message : '' }, error);
  }
}

async function makeKeys(folder: string, path: string): Promise<SealKeys> {
  const fresh = () => randomBytes(32).toString('base64');
  const file = { identity: fresh(), current: { id: `k${Date.now().toString(36)}`, key: fresh() }, previous: [] };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Renamed into place only when it is on disk: a torn key file would lock the city out of its own data.
    const handle = await open(`${path}.new`, 'w', 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(`${path}.new`, path);
  } catch (error) {
    throw new StartError('bad-keys', { path, problem: error instanceof Error ? error.message : '' }, error);
  }
  return parseKeys(path, text);
}

const bytes = (base64: string) => Buffer.from(base64, 'base64');
