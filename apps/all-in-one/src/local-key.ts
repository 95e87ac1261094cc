import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@yihaotong/service-host';

/**
 * The app channel's key of a gateway that was given none: made at the first start, kept beside the sealing keys, so that
 * a newcomer's gateway takes petitions in and no two gateways share a secret. In the form of APP_API_KEYS. Throws
 * StartError when it cannot be kept.
 */
export async function localKeys(keysFolder: string): Promise<{ keys: string; path: string }> {
  const path = join(keysFolder, 'app-api-keys');
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept) return { keys: kept.trim(), path };
  const keys = `local:${randomBytes(24).toString('base64url')}`;
  try {
    await mkdir(keysFolder, { recursive: true, mode: 0o700 });
    await writeFile(path, `${keys}\n`, { mode: 0o600 });
  } catch (error) {
    const problem = error instanceof Error ? error.message : '';
    throw new StartError('data-folder', { path: keysFolder, problem }, error);
  }
  return { keys, path };
}
