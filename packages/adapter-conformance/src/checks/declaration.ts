import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Channel, defineChannel, type RawInput, type Reading, readConfig } from '@yihaotong/adapter-kit';
import type { CheckSpec } from '../check.ts';
import { withRig } from '../rig.ts';
import { sample } from '../sample.ts';
import type { Subject } from '../subject.ts';
import { watch } from '../until.ts';

const complete: CheckSpec = {
  name: 'declares itself completely',
  must: 'The declaration is complete and agrees with itself: titles and settings described in two languages, secrets marked, defaults and examples that their own schema takes, capabilities within reason.',
  async run({ channel, env }) {
    defineAgain(channel);
    const reading = readConfig(channel.config, env);
    const missing = 'config' in reading ? [] : reading.missing;
    // What source and vendor add is not in `env`; a wrong value is.
    assert.ok('config' in reading || reading.wrong.length === 0, `env: ${JSON.stringify(reading)}`);
    for (const name of missing) assert.ok(name in channel.config, `${name} is not declared`);
  },
};

/** Throws DeclarationError with everything that is wrong, also for a declaration that never went through it. */
function defineAgain(channel: Channel): void {
  if (channel.kind === 'push') defineChannel(channel);
  else defineChannel(channel);
}

const unconfigured: CheckSpec = {
  name: 'says what is missing and serves nothing when it is not configured',
  must: 'Without any one of its required settings the channel says which one is missing, answers no request with 2xx and takes in nothing.',
  doesNotApply: ({ channel }) =>
    Object.values(channel.config).some(({ required }) => required) ? null : 'no setting of the channel is required',
  async run(subject) {
    const required = Object.entries(subject.channel.config).filter(([, field]) => field.required);
    for (const [name] of required) await assertOff(subject, name);
  },
};

function assertOff(subject: Subject, name: string): Promise<void> {
  return withRig(subject, { env: { [name]: undefined } }, async (rig) => {
    const service = rig.service();
    const said = [service.notReady() ?? '', ...(service.status?.().missing ?? [])].join(' ');
    assert.ok(said.includes(name), `without ${name} it does not say that ${name} is missing; it says "${said}"`);
    const answer = await rig.bring(sample(subject, rig.now()).item);
    assert.ok(!answer || !rig.accepted(answer), `without ${name} it answered ${answer?.status}`);
    await watch();
    assert.equal((await rig.petitions()).length, 0, `without ${name} it took in an item`);
  });
}

const fixtures: CheckSpec = {
  name: 'reads its fixtures as expected',
  must: 'Each fixture (item.*, expected.json, SOURCE.md) reads as its expected.json says, every time; at least one of them as a petition.',
  async run(subject) {
    const folders = (await readdir(subject.fixtures, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    assert.ok(folders.length > 0, `no fixtures in ${subject.fixtures.pathname}`);
    const kinds = new Set<Reading['kind']>();
    for (const { name } of folders) kinds.add(await readsAsExpected(subject, name));
    assert.ok(kinds.has('petitions'), 'no fixture reads as a petition');
  },
};

async function readsAsExpected(subject: Subject, name: string): Promise<Reading['kind']> {
  const folder = new URL(`${name}/`, withSlash(subject.fixtures));
  const files = await readdir(folder);
  const item = files.find((file) => file.startsWith('item.'));
  assert.ok(item, `fixture ${name}: no item.* in it`);
  const source = await readFile(new URL('SOURCE.md', folder), 'utf8').catch(() => '');
  assert.ok(source.trim() !== '', `fixture ${name}: SOURCE.md does not say where it comes from`);
  const expected: unknown = JSON.parse(await readFile(new URL('expected.json', folder), 'utf8'));
  const raw = await rawOf(subject, folder, item);
  const context = { channel: subject.channel.id, config: configOf(subject) };
  const reading = subject.channel.read(raw, context);
  assert.deepEqual(plain(reading), expected, `fixture ${name} does not read as its expected.json says`);
  assert.deepEqual(
    plain(subject.channel.read(raw, context)),
    expected,
    `fixture ${name} reads otherwise the second time`,
  );
  return reading.kind;
}

/** A fixture was received at this moment, so that what a channel takes from it is the same every time. */
const RECEIVED = new Date('2026-01-02T03:04:05Z');

async function rawOf(subject: Subject, folder: URL, item: string): Promise<RawInput> {
  const headersFile = await readFile(new URL('headers.json', folder), 'utf8').catch(() => '{}');
  const { 'content-type': mediaType, ...headers }: Record<string, string> = JSON.parse(headersFile);
  return {
    body: await readFile(new URL(item, folder)),
    mediaType: mediaType ?? MEDIA_TYPES[extname(item)] ?? 'application/octet-stream',
    headers,
    account: subject.account,
    receivedAt: RECEIVED,
  };
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.txt': 'text/plain',
  '.html': 'text/html',
  '.eml': 'message/rfc822',
  '.form': 'application/x-www-form-urlencoded',
};

/** The settings that the subject gives; those of source and vendor play no part in reading, and stand as their examples. */
function configOf({ channel, env }: Subject): Record<string, unknown> {
  const examples = Object.fromEntries(Object.entries(channel.config).map(([name, { example }]) => [name, example]));
  const reading = readConfig(channel.config, { ...examples, ...env });
  return 'config' in reading ? reading.config : {};
}

/** As JSON has it: dates as text, bytes as base64. */
function plain(reading: Reading): unknown {
  const text = JSON.stringify(reading, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  return JSON.parse(text);
}

const withSlash = (folder: URL) => (folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`));

export const declarationChecks: readonly CheckSpec[] = [complete, unconfigured, fixtures];
