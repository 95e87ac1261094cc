import assert from 'node:assert/strict';
import { type CheckSpec, replyingOnly } from '../check.ts';
import { withRig } from '../rig.ts';
import { sample } from '../sample.ts';
import type { Subject } from '../subject.ts';
import { until, watch } from '../until.ts';

const once: CheckSpec = {
  name: 'delivers a reply once',
  must: 'A reply that is asked for twice, and again after a restart, is sent once and reported delivered once.',
  doesNotApply: replyingOnly,
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const text = '路灯已于今日修复。';
      const reply = await rig.requestReply(text);
      await rig.appendReply(reply);
      await until('the reply was sent', () => rig.vendor.sent().length > 0);
      await until('the reply is reported delivered', async () => (await rig.delivered(reply.data.replyId)).length > 0);
      await rig.restart();
      await rig.appendReply(reply);
      const after = await rig.requestReply('第二条答复。');
      await until('a later reply was sent', async () => (await rig.delivered(after.data.replyId)).length > 0);
      await watch();
      const copies = rig.vendor.sent().filter((message) => message.text.includes(text));
      assert.equal(copies.length, 1, `the reply was sent ${copies.length} times`);
      assert.equal(copies[0]?.to, rig.identityOf(reply), 'the reply went to somebody else');
      const reported = new Set((await rig.delivered(reply.data.replyId)).map(({ id }) => id));
      assert.equal(reported.size, 1, `the reply was reported delivered ${reported.size} times`);
    }),
};

const retried: CheckSpec = {
  name: 'tries a reply again that did not go out',
  must: 'While the provider fails, the reply waits; when it recovers, the reply goes out once.',
  doesNotApply: replyingOnly,
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      rig.vendor.behave('fails');
      const reply = await rig.requestReply('供水将于今晚恢复。');
      await until('the provider was asked, which fails', () => rig.vendor.asked() > 0);
      await watch();
      assert.equal((await rig.delivered(reply.data.replyId)).length, 0, 'reported delivered while the provider failed');
      rig.vendor.behave('takes');
      await until('the reply is reported delivered', async () => (await rig.delivered(reply.data.replyId)).length > 0);
      assert.equal(rig.vendor.sent().length, 1, `the reply was sent ${rig.vendor.sent().length} times`);
    }),
};

const fallsBack: CheckSpec = {
  name: 'hands a reply to the next channel when the window is closed',
  must: 'A reply that the provider takes no more, or that comes after windowHours, is reported failed with its first fallback as the next channel.',
  doesNotApply: replyingOnly,
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      rig.vendor.behave('window-closed');
      const reply = await rig.requestReply('公交线路已调整。', ['sms', 'phone']);
      const failed = await until('the reply is reported failed', async () => (await rig.failed(reply.data.replyId))[0]);
      assert.equal(failed.data.nextChannel, 'sms', 'the next channel is not the first fallback');
      rig.vendor.behave('takes');
      const hours = subject.channel.capabilities.reply?.windowHours;
      if (hours === null || hours === undefined) return;
      const { item, marker, fields } = sample(subject, rig.now());
      await rig.bring(item);
      await rig.arrived(marker);
      rig.advance((hours + 1) * 3_600_000);
      const late = await rig.requestReply('迟到的答复。', ['sms'], fields.citizen);
      const closed = await until(
        'the late reply is reported failed',
        async () => (await rig.failed(late.data.replyId))[0],
      );
      assert.equal(closed.data.nextChannel, 'sms', 'the next channel is not the first fallback');
      assert.equal(rig.vendor.sent().length, 0, 'a reply was sent after the window');
    }),
};

const split: CheckSpec = {
  name: 'splits a reply to what the channel carries',
  must: 'A long reply goes out in at most maxParts messages of at most maxLength code points, in order, nothing of it twice; what is beyond is cut with a pointer to the query code.',
  doesNotApply: replyingOnly,
  run: (subject) =>
    withRig(subject, {}, async (rig) => {
      const { maxLength, maxParts } = replyOf(subject);
      // Beyond two messages, where the channel takes two, or beyond one, else 3,000 sentences: enough for a mailbox.
      const sentences = sentencesOf(Math.min(Math.ceil(maxLength * Math.min(maxParts, 2.5)), 30_000));
      const reply = await rig.requestReply(sentences.join(''));
      await until('the reply is reported delivered', async () => (await rig.delivered(reply.data.replyId)).length > 0);
      const texts = rig.vendor.sent().map(({ text }) => text);
      assert.ok(texts.length <= maxParts, `${texts.length} messages where the channel takes ${maxParts}`);
      for (const text of texts) {
        assert.ok(
          [...text].length <= maxLength,
          `a message of ${[...text].length} code points, allowed are ${maxLength}`,
        );
      }
      const all = texts.join('');
      const arrived = sentences.filter((sentence) => all.includes(sentence));
      const places = arrived.map((sentence) => all.indexOf(sentence));
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
        'the sentences came out of order',
      );
      assert.ok(
        arrived.length === sentences.length || all.includes(reply.data.queryCode),
        'the reply was cut without a pointer to the query code',
      );
      // A sentence may be lost at each cut between messages when it alone is longer than one; never more.
      assert.ok(arrived.length >= sentences.length / 2, `only ${arrived.length} of ${sentences.length} sentences came`);
    }),
};

function replyOf(subject: Subject) {
  const { reply } = subject.channel.capabilities;
  if (!reply) throw new Error('the channel replies nothing');
  return reply;
}

/** Short sentences that can be told apart, about `length` code points together, 𠮷 counting as one. */
function sentencesOf(length: number): string[] {
  const sentences: string[] = [];
  for (let written = 0, n = 1; written < length; n++) {
    const sentence = `第${n}处𠮷灯已修好。`;
    sentences.push(sentence);
    written += [...sentence].length;
  }
  return sentences;
}

export const replyChecks: readonly CheckSpec[] = [once, retried, fallsBack, split];
