import { randomUUID } from 'node:crypto';
import type { PetitionDraft, PushChannel, RawInput, Reading } from '@yihaotong/adapter-kit';
import { subject as paper } from '../examples/paper/subject.ts';
import { withLog, withText } from './change-log.ts';
import { type Broken, paperBut } from './make.ts';

/** The channel with another way of reading an item. */
function reading(change: (read: (raw: RawInput) => Reading, raw: RawInput) => Reading) {
  return (channel: PushChannel): PushChannel => ({
    ...channel,
    read: (raw, context) => change((item) => channel.read(item, context), raw),
  });
}

/** The channel with another draft out of each item. */
function drafting(change: (draft: PetitionDraft, raw: RawInput) => PetitionDraft) {
  return reading((read, raw) => {
    const found = read(raw);
    if (found.kind !== 'petitions') return found;
    const [first, ...rest] = found.drafts;
    return { kind: 'petitions', drafts: [change(first, raw), ...rest.map((draft) => change(draft, raw))] };
  });
}

const dropping = (code: string) =>
  reading((read, raw) => {
    const found = read(raw);
    return found.kind === 'unreadable' && found.code === code ? { kind: 'nothing', reason: 'not for us' } : found;
  });

const kept: RawInput[] = [];

export const readingWrong: Record<string, Broken> = {
  'half-declared': {
    does: 'has no English title and shows its secret',
    subject: { ...paper, channel: halfDeclared() },
    fails: { 'declares itself completely': /title: give it in Chinese and in English/ },
  },
  'secret-of-convenience': {
    does: 'runs with a secret of its own when it is not configured',
    subject: paperBut({
      env: (env) => ({ PAPER_SECRET: 'changeme-changeme', PAPER_REPLY_URL: 'http://127.0.0.1:9/', ...defined(env) }),
    }),
    fails: { 'says what is missing and serves nothing when it is not configured': /does not say that PAPER_/ },
  },
  'reads-the-clock': {
    does: 'takes the moment of reading for the moment at which the citizen wrote',
    subject: { ...paper, channel: drafting((draft) => ({ ...draft, occurredAt: new Date() }))(pushOf(paper.channel)) },
    fails: { 'reads its fixtures as expected': /does not read as its expected\.json says/ },
  },
  'id-of-the-start': {
    does: 'makes other ids after each start',
    subject: paperBut({
      channel: (channel) => {
        const start = randomUUID();
        return drafting((draft) => ({ ...draft, nativeId: `${draft.nativeId} since ${start}` }))(channel);
      },
    }),
    fails: {
      'gives a redelivered item the same id': /under 2 ids/,
      'doubles nothing when it is killed between accept and acknowledge': /under 2 ids/,
    },
  },
  'id-of-the-neighbour': {
    does: 'makes the id from the item and the one before it',
    subject: paperBut({
      channel: (channel) => {
        let previous = '';
        return drafting((draft) => {
          const nativeId = `${draft.nativeId} after ${previous}`;
          previous = draft.nativeId ?? '';
          return { ...draft, nativeId };
        })(channel);
      },
    }),
    fails: {
      'gives a redelivered item the same id': /under \d ids/,
      'gives reordered items the ids that they had in order': /under 2 ids/,
      'gives an item that comes twice at once one id': /under 2 ids/,
    },
  },
  'drops-malformed': {
    does: 'answers 200 to a malformed item and forgets it',
    subject: paperBut({ channel: dropping('malformed') }),
    fails: {
      'quarantines a malformed item': /stands in quarantine/,
      'quarantines a wrongly encoded item': /stands in quarantine/,
      'replays a quarantined item': /stands in quarantine/,
    },
  },
  'drops-unknown': {
    does: 'answers 200 to an item of an unknown kind and forgets it',
    subject: paperBut({ channel: dropping('unknown') }),
    fails: { 'quarantines an item of an unknown kind': /stands in quarantine/ },
  },
  'reads-everything': {
    does: 'reads items of any size',
    subject: paperBut({
      channel: (channel) => ({ ...channel, capabilities: { ...channel.capabilities, maxItemBytes: 1_000_000 } }),
    }),
    fails: { 'quarantines an oversize item': /stands in quarantine/ },
  },
  'guesses-bytes': {
    does: 'reads bytes that are no UTF-8 as question marks',
    subject: paperBut({
      channel: reading((read, raw) =>
        read(/gb18030/i.test(raw.mediaType) ? raw : { ...raw, body: Buffer.from(new TextDecoder().decode(raw.body)) }),
      ),
    }),
    fails: { 'quarantines a wrongly encoded item': /stands in quarantine/ },
  },
  'never-replays': {
    does: 'does not hear the desk',
    subject: paperBut({
      platform: withLog((log) => ({
        consume: (options, handler) =>
          log.consume(options, options.topics.includes('desk.actions') ? async () => {} : handler),
      })),
    }),
    fails: { 'replays a quarantined item': /is on the log/ },
  },
  'three-bytes-at-most': {
    does: 'loses characters beyond the basic plane, as a database with three-byte UTF-8 does',
    subject: paperBut({
      channel: drafting((draft) => ({ ...draft, text: draft.text.replace(/[\u{10000}-\u{10FFFF}]/gu, '?') })),
    }),
    fails: {
      'keeps characters beyond the basic plane': /expected the text to hold/,
      'reads a body in GB 18030': /expected the text to hold/,
    },
  },
  'utf-8-only': {
    does: 'takes every body for UTF-8',
    subject: paperBut({ channel: reading((read, raw) => read({ ...raw, mediaType: 'application/json' })) }),
    fails: { 'reads a body in GB 18030': /is on the log/ },
  },
  'keeps-nul': {
    does: 'writes its petitions to the log by itself, control characters and all',
    subject: paperBut({ platform: withText((text) => text.replace('前后', '前\u0000后')) }),
    fails: { 'cleans NUL and control characters out of the text': /control characters in/ },
  },
  'keeps-bidi': {
    does: 'writes its petitions to the log by itself, direction overrides and all',
    subject: paperBut({ platform: withText((text) => text.replace('54321', '\u202E54321\u202C')) }),
    fails: { 'cleans bidi controls out of the text': /bidi controls in/ },
  },
  'no-attachments': {
    does: 'leaves attachments out that are to be fetched',
    subject: paperBut({ channel: drafting((draft) => ({ ...draft, attachments: [] })) }),
    fails: {
      'takes the text while its attachment fails, and fetches the attachment later': /does not name its attachment/,
    },
  },
  'attachment-first': {
    does: 'refuses an item whose attachment is not there yet',
    subject: paperBut({
      channel: reading((read, raw) => {
        const found = read(raw);
        if (found.kind !== 'petitions' || found.drafts[0].attachments.length === 0) return found;
        return { kind: 'unreadable', code: 'attachment', message: 'the attachment could not be fetched' };
      }),
    }),
    fails: {
      'takes the text while its attachment fails, and fetches the attachment later': /is on the log/,
      'says nothing personal in logs, telemetry and reasons': /is on the log/,
      'puts personal data on the log only sealed': /is on the log/,
    },
  },
  'keeps-everything': {
    does: 'keeps every item in memory',
    subject: paperBut({
      channel: reading((read, raw) => {
        kept.push(raw);
        return read(raw);
      }),
    }),
    fails: { 'holds on to no more memory after many items': /MB behind/ },
  },
};

function halfDeclared(): PushChannel {
  const channel = pushOf(paper.channel);
  return { ...channel, title: { zh: channel.title.zh, en: '' } };
}

function pushOf(channel: typeof paper.channel): PushChannel {
  if (channel.kind !== 'push') throw new Error('the paper channel is a push channel');
  return channel;
}

const defined = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
