import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from '@yihaotong/adapter-kit';

export type DeclaredChannel = Pick<
  Channel,
  'id' | 'title' | 'kind' | 'authentication' | 'capabilities' | 'config' | 'version'
>;

/** Every channel, found by its `channel.ts`: a new room appears in the docs without a list being edited. */
export async function declaredChannels(root: string): Promise<{ folder: string; channel: DeclaredChannel }[]> {
  const folders = readdirSync(join(root, 'services')).toSorted();
  const found = folders.filter((folder) => existsSync(join(root, 'services', folder, 'channel.ts')));
  return Promise.all(
    found.map(async (folder) => {
      const { declaration } = await import(join(root, 'services', folder, 'channel.ts'));
      return { folder, channel: declaration as DeclaredChannel };
    }),
  );
}
