import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CheckSpec } from '../check.ts';
import { withRig } from '../rig.ts';
import { sample } from '../sample.ts';
import { until } from '../until.ts';

const failing: CheckSpec = {
  name: 'takes the text while its attachment fails, and fetches the attachment later',
  must: 'A failing attachment does not hold up its petition; it is fetched again, and stored by its content when its source recovers.',
  doesNotApply: (subject) =>
    subject.channel.capabilities.attachments.maxBytes > 0
      ? null
      : 'capabilities.attachments.maxBytes is 0: there are none',
  run: (subject) =>
    withPictures((pictures) =>
      withRig(subject, {}, async (rig) => {
        const { item, marker } = sample(subject, rig.now(), { attachmentUrl: pictures.url });
        const answer = await rig.bring(item);
        assert.ok(!answer || rig.accepted(answer), `the text was not accepted: the answer was ${answer?.status}`);
        const petition = await rig.arrived(marker);
        assert.equal(petition.attachments.length, 1, 'the petition does not name its attachment');
        await until('the attachment is asked for', () => pictures.asked() > 0);
        pictures.recover();
        await until('the attachment is stored by its content after its source recovered', () =>
          stored(rig.folder, pictures.sha256),
        );
      }),
    ),
};

interface Pictures {
  url: string;
  sha256: string;
  asked(): number;
  recover(): void;
}

/** A server that fails first and then has one picture. */
async function withPictures(work: (pictures: Pictures) => Promise<void>): Promise<void> {
  // A PNG by its signature (PNG specification, section 5.2), which is as far as anybody looks.
  const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(512)]);
  let asked = 0;
  let well = false;
  const server = createServer((_request, response) => {
    asked++;
    if (well) response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
    else response.writeHead(503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await work({
      url: `http://127.0.0.1:${port}/picture.png`,
      sha256: createHash('sha256').update(picture).digest('hex'),
      asked: () => asked,
      recover: () => {
        well = true;
      },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Whether a file with this content stands anywhere in the folder: where and under which name is the adapter's business. */
async function stored(folder: string, sha256: string): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => null);
    if (bytes && createHash('sha256').update(bytes).digest('hex') === sha256) return true;
  }
  return false;
}

export const attachmentChecks: readonly CheckSpec[] = [failing];
