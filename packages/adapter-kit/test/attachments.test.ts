import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { sniff, trustedType } from '../src/attachments/media-type.ts';
import { ATTACHMENT_FETCHES, ATTACHMENTS, type AttachmentBody, type DraftAttachment, draft } from '../src/index.ts';
import type { TestPlatform } from '../src/testing/index.ts';
import { serve, until } from './support/bench.ts';
import { type Running, running } from './support/channel.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const LOCAL = { ATTACHMENT_ALLOWED_NETWORKS: '127.0.0.0/8' };

/** A channel whose one petition has these attachments. */
const withFiles = (...attachments: DraftAttachment[]): Promise<Running> =>
  running({
    env: LOCAL,
    channel: {
      read: () => ({
        kind: 'petitions',
        drafts: [
          draft({
            nativeId: 'n-1',
            citizen: { identity: null, name: null, phone: null },
            text: '见附件',
            occurredAt: new Date(),
            attachments,
          }),
        ],
      }),
    },
  });

async function shown(platform: TestPlatform): Promise<AttachmentBody[]> {
  const documents = await platform.documentStore.collection<AttachmentBody>(ATTACHMENTS);
  return (await documents.find({})).items.map(({ body }) => body);
}
const settled = (platform: TestPlatform) =>
  until('it is fetched or given up', async () => {
    const all = await shown(platform);
    return all.length > 0 && all.every(({ state }) => state !== 'pending') && all;
  });

describe('an attachment that came with its item', () => {
  test('stands in the blob folder under its hash before the item is acknowledged', async () => {
    const file = { name: '照片.png', mediaType: 'image/png', content: PNG, url: null };
    const { platform, take, folder } = await withFiles(file);
    await take({});
    const [event] = await platform.events('petitions.received');
    const [attachment] = event?.data.petition.attachments ?? [];
    expect(attachment).toMatchObject({ id: '1', name: '照片.png', size: PNG.length });
    const hash = attachment?.sha256 ?? '';
    expect(await readFile(`${folder}/blobs/${hash.slice(0, 2)}/${hash}`)).toEqual(PNG);
    expect(await shown(platform)).toMatchObject([{ petitionId: event?.id, state: 'stored', sha256: hash }]);
  });

  const refused: [string, Partial<DraftAttachment>, string][] = [
    ['that is too large', { content: Buffer.alloc(20_000) }, 'too-large'],
    ['that is a program', { content: Buffer.from('MZ\x90\x00') }, 'media-type'],
    ['that says to be a picture and is none', { content: Buffer.from('hello') }, 'media-type'],
    ['that is empty', { content: null }, 'empty'],
  ];
  test.each(refused)('%s is left out, and its petition is taken in', async (_name, change, reason) => {
    const file = { name: 'a', mediaType: 'image/png', content: PNG, url: null, ...change };
    const { platform, take } = await withFiles(file);
    expect(await take({})).toMatchObject({ kind: 'accepted' });
    expect(await shown(platform)).toMatchObject([{ state: 'failed', reason, sha256: null }]);
    expect(await platform.events('petitions.received')).toMatchObject([
      { data: { petition: { attachments: [{ sha256: null }] } } },
    ]);
  });
});

describe('an attachment that came as an address', () => {
  const at = (url: string) => ({ name: 'a.png', mediaType: 'image/png', content: null, url });

  test('is fetched after its petition was taken in, again and again until it is there', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      if (++asked < 3) response.writeHead(503).end();
      else response.setHeader('content-type', 'image/png').end(PNG);
    });
    const { platform, take, folder } = await withFiles(at(url));
    expect(await take({})).toMatchObject({ kind: 'accepted' });
    const [stored] = await settled(platform);
    expect([asked, stored]).toMatchObject([3, { state: 'stored', size: PNG.length, mediaType: 'image/png' }]);
    const hash = stored?.sha256 ?? '';
    expect(await readFile(`${folder}/blobs/${hash.slice(0, 2)}/${hash}`)).toEqual(PNG);
    const jobs = await platform.documentStore.collection(ATTACHMENT_FETCHES);
    await until('nothing is left to fetch', async () => (await jobs.find({})).items.length === 0);
  });

  test('is not fetched again when its petition is delivered again', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.setHeader('content-type', 'image/png').end(PNG);
    });
    const { platform, take } = await withFiles(at(url));
    await take({});
    await settled(platform);
    await take({});
    const jobs = await platform.documentStore.collection(ATTACHMENT_FETCHES);
    await until('nothing is left to fetch', async () => (await jobs.find({})).items.length === 0);
    expect(asked).toBe(1);
  });

  const hopeless: [string, number, string, string][] = [
    ['that is not there', 404, 'image/png', 'status'],
    ['that never answers', 503, 'image/png', 'status'],
    ['that is of another type', 200, 'text/html', 'media-type'],
  ];
  test.each(hopeless)('%s is given up with the reason', async (_name, status, mediaType, reason) => {
    const url = await serve((_request, response) =>
      response.writeHead(status, { 'content-type': mediaType }).end('<html>'),
    );
    const { platform, take } = await withFiles(at(url));
    await take({});
    expect(await settled(platform)).toMatchObject([{ state: 'failed', reason }]);
  });

  test('inside the own network is not fetched', async () => {
    const { platform, take } = await withFiles(at('http://169.254.169.254/latest/meta-data'));
    await take({});
    expect(await settled(platform)).toMatchObject([{ state: 'failed', reason: 'blocked-address' }]);
  });
});

describe('the type of a file', () => {
  const cases: [string, Uint8Array, string, string | null][] = [
    ['is what its first bytes show', PNG, 'application/octet-stream', 'image/png'],
    ['is what was said where the bytes show nothing', Buffer.from('你好'), 'text/plain; charset=utf-8', 'text/plain'],
    ['is refused where the bytes show something else', Buffer.from('%PDF-1.7'), 'text/plain', null],
    ['is refused where it is not allowed', Buffer.from('a,b'), 'text/csv', null],
  ];
  test.each(cases)('%s', (_name, head, declared, type) => {
    expect(trustedType(head, declared, ['image/*', 'text/plain'])).toBe(type);
  });
  test('is not known from too few bytes', () => expect(sniff(Buffer.from([0x89]))).toBeNull());
});
