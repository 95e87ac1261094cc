import assert from 'node:assert/strict';
import type { CheckSpec } from '../check.ts';
import { encodeGb18030 } from '../gb18030.ts';
import { withRig } from '../rig.ts';
import { sample } from '../sample.ts';
import type { Item } from '../subject.ts';

/** 𠮷 and 𬱖 stand beyond the basic plane and in names of people and places; the last one needs five code points. */
const BEYOND = '𠮷野家门口，𬱖村村民👩‍👩‍👧反映：';

const beyondBasicPlane: CheckSpec = {
  name: 'keeps characters beyond the basic plane',
  must: 'Characters beyond the basic plane (rare Han, emoji with joiners) reach the log as they were written.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const { item, marker } = sample(subject, rig.now(), { text: BEYOND });
      await rig.bring(item);
      const { text } = await rig.arrived(marker);
      assert.ok(text.includes(BEYOND), `expected the text to hold ${quote(BEYOND)}, it is ${quote(text)}`);
    }),
};

const gb18030: CheckSpec = {
  name: 'reads a body in GB 18030',
  must: 'A body whose media type says GB 18030 is read as that, four-byte codes included.',
  doesNotApply: (subject) => subject.gb18030 ?? null,
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const words = '龘靐𠮷街道办事处：';
      const { item, marker } = sample(subject, rig.now(), { text: words });
      await rig.bring(inGb18030(item));
      const { text } = await rig.arrived(marker);
      assert.ok(text.includes(words), `expected the text to hold ${quote(words)}, it is ${quote(text)}`);
    }),
};

/** The same item in the other encoding: its media type and, where it has one, its XML declaration say so. */
function inGb18030(item: Item): Item {
  const text = typeof item.body === 'string' ? item.body : Buffer.from(item.body).toString('utf8');
  const body = encodeGb18030(text.replace(/^(<\?xml[^>]*encoding=["'])[^"']+/, '$1GB18030'));
  return { body, mediaType: `${item.mediaType.split(';')[0]}; charset=gb18030` };
}

const nul: CheckSpec = {
  name: 'cleans NUL and control characters out of the text',
  must: 'NUL and other control characters (line ends and tabs apart) do not reach the log; the words around them do.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const { item, marker } = sample(subject, rig.now(), { text: '前\u0000后，上\u0007下，左\u001B右。' });
      await rig.bring(item);
      const { text } = await rig.arrived(marker);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      assert.doesNotMatch(text, /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/, `control characters in ${quote(text)}`);
      for (const word of '前后上下左右') assert.ok(text.includes(word), `${quote(word)} was lost in ${quote(text)}`);
    }),
};

const bidi: CheckSpec = {
  name: 'cleans bidi controls out of the text',
  must: 'Overrides of the writing direction, which make a text look other than it is, do not reach the log.',
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const { item, marker } = sample(subject, rig.now(), { text: '账号\u202E54321\u202C，单位\u2066甲\u2069。' });
      await rig.bring(item);
      const { text } = await rig.arrived(marker);
      assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069]/, `bidi controls in ${quote(text)}`);
      assert.ok(text.includes('54321'), `the digits were lost in ${quote(text)}`);
    }),
};

/** Text with everything invisible written out. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u200B-\u206F]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

export const textChecks: readonly CheckSpec[] = [beyondBasicPlane, gb18030, nul, bidi];
