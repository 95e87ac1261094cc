import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeSource, fakeHttpVendor, type Item, type SentMessage, type Subject } from '../../../src/index.ts';
import { channel } from './channel.ts';

export const subject: Subject = {
  channel,
  module: new URL('./channel.ts', import.meta.url),
  env: {},
  account: 'drop',
  fixtures: new URL('./fixtures/', import.meta.url),
  item: ({ nativeId, text, citizen, attachmentUrl, occurredAt }) => ({
    mediaType: 'application/json',
    body: JSON.stringify({
      kind: 'note',
      id: nativeId,
      who: { account: citizen.identity, name: citizen.name, phone: citizen.phone },
      words: text,
      at: occurredAt,
      picture: attachmentUrl ?? null,
    }),
  }),
  unknown: {
    mediaType: 'application/json',
    body: '{"kind":"survey","id":"s1","who":{"account":"a","name":null,"phone":null},"words":"-","at":0,"picture":null}',
  },
  malformed: { mediaType: 'application/json', body: '{"kind":"note","id":' },
  source: folderSource,
  futureCursor: '999999999999.json',
  vendor: () =>
    fakeHttpVendor({
      env: (url) => ({ FILE_DROP_REPLY_URL: url }),
      windowClosedStatus: 409,
      messages(body) {
        const { to, parts }: { to: string; parts: string[] } = JSON.parse(body);
        return parts.map((text): SentMessage => ({ to, text }));
      },
    }),
};

/** An empty folder, and somebody who drops files into it. */
async function folderSource(): Promise<FakeSource> {
  const folder = await mkdtemp(join(tmpdir(), 'file-drop-'));
  let dropped = 0;
  const drop = async ({ body, mediaType }: Item) => {
    const number = String(++dropped).padStart(12, '0');
    const ending = mediaType.includes('gb18030') ? 'gb18030' : 'json';
    // Renamed into place, so that nobody reads half a file.
    await writeFile(join(folder, `.${number}`), body);
    await rename(join(folder, `.${number}`), join(folder, `${number}.${ending}`));
  };
  let last: Promise<void> = Promise.resolve();
  return {
    env: { FILE_DROP_FOLDER: folder },
    offer(items) {
      // One after the other, so that a later file never appears before an earlier one.
      last = last.then(async () => {
        for (const item of items) await drop(item);
      });
      return last;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
