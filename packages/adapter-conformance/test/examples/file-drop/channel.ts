import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CursorError, defineChannel, draft, type Pulled, ReplyError, readJson } from '@yihaotong/adapter-kit';
import { z } from 'zod';

/** The smallest poll channel: another office's system drops one file for each item into a folder, numbered upwards. */
const text = (zh: string, en: string) => ({ zh, en });
const note = z.object({
  kind: z.string(),
  id: z.string().min(1),
  who: z.object({ account: z.string(), name: z.string().nullable(), phone: z.string().nullable() }),
  words: z.string().min(1),
  at: z.coerce.date(),
  picture: z.url().nullable(),
});

export const channel = defineChannel({
  id: 'file-drop',
  kind: 'poll',
  title: text('文件交换', 'File drop'),
  version: '0.1.0',
  authentication: 'login',
  everySeconds: 10,
  capabilities: {
    reply: { maxLength: 70, maxParts: 4, windowHours: null },
    attachments: { maxBytes: 1_048_576, mediaTypes: ['image/png'] },
    maxItemBytes: 65_536,
  },
  config: {
    FILE_DROP_FOLDER: {
      description: text('文件所在的文件夹', 'Folder into which the files are dropped'),
      required: true,
      example: '/srv/drop',
      schema: z.string().min(1),
    },
    FILE_DROP_REPLY_URL: {
      description: text('回复地址', 'Where replies go'),
      required: true,
      example: 'http://127.0.0.1:9000/',
      schema: z.url(),
    },
  },
  read: (raw) =>
    readJson(raw, note, (item) => {
      if (item.kind !== 'note') return { kind: 'unreadable', code: 'unknown-kind', message: 'kind is not "note"' };
      const { account: identity, name, phone } = item.who;
      const attachments = item.picture
        ? [{ name: 'picture.png', mediaType: 'image/png', url: item.picture, content: null }]
        : [];
      const citizen = { identity, name, phone };
      return {
        kind: 'petitions',
        drafts: [draft({ nativeId: item.id, citizen, text: item.words, occurredAt: item.at, attachments })],
      };
    }),
  async *pull(cursor, { config, now }, signal): AsyncIterable<Pulled> {
    const names = (await readdir(config.FILE_DROP_FOLDER)).filter((name) => /^\d{12}\./.test(name)).sort();
    if (cursor !== null && cursor > (names.at(-1) ?? '')) {
      throw new CursorError('the cursor lies after the last file: was the folder emptied?');
    }
    for (const name of names) {
      if (signal.aborted) return;
      if (cursor !== null && name <= cursor) continue;
      const body = await readFile(join(config.FILE_DROP_FOLDER, name));
      const mediaType = name.endsWith('.gb18030') ? 'application/json; charset=gb18030' : 'application/json';
      yield { raw: { body, mediaType, headers: {}, account: 'drop', receivedAt: now() }, cursor: name };
    }
  },
  async deliver(reply, { config }) {
    const body = JSON.stringify({ to: reply.identity, parts: reply.parts, once: reply.replyId });
    const init = { method: 'POST', body, signal: AbortSignal.timeout(10_000) };
    const response = await fetch(config.FILE_DROP_REPLY_URL, init).catch(() => null);
    if (!response || response.status >= 500) throw new ReplyError('retry', 'the other office did not answer');
    if (response.status === 409) throw new ReplyError('window-closed', 'the other office closed the matter');
    if (!response.ok) throw new ReplyError('refused', `the other office said ${response.status}`);
  },
});
