import assert from 'node:assert/strict';
import { CursorError, type PollChannel, type Port, type Pulled, readConfig } from '@yihaotong/adapter-kit';
import { capturedTelemetry } from '../captured-telemetry.ts';
import { type CheckSpec, pollOnly } from '../check.ts';
import { cleanly } from '../cleanly.ts';
import { handing } from '../handing.ts';
import { surround, withRig } from '../rig.ts';
import { sample, samplesOfOne } from '../sample.ts';
import type { Item, Subject } from '../subject.ts';
import { until, watch } from '../until.ts';
import { assertOneIdEach } from './identity.ts';

const resumes: CheckSpec = {
  name: 'resumes from every cursor',
  must: 'From the start and from each cursor that it ever gave, the channel yields exactly what came after it, in order; stopped and started after each item, nothing is lost and nothing doubled.',
  doesNotApply: pollOnly,
  async run(subject) {
    await withSource(subject, async (pull, offer) => {
      const some = samplesOfOne(subject, new Date(), 4);
      await offer(some.map(({ item }) => item));
      const all = await pull(null);
      assert.equal(all.length, some.length, `from the start: ${all.length} items of ${some.length}`);
      for (const [n, { cursor }] of all.entries()) {
        const rest = await pull(cursor);
        const bodies = rest.map(({ raw }) => Buffer.from(raw.body).toString('base64'));
        const right = all.slice(n + 1).map(({ raw }) => Buffer.from(raw.body).toString('base64'));
        assert.deepEqual(
          bodies,
          right,
          `from the cursor after item ${n + 1}: not exactly the items after it, in order`,
        );
      }
    });
    await withRig(subject, {}, async (rig) => {
      const some = samplesOfOne(subject, rig.now(), 3);
      for (const one of some) {
        await rig.bring(one.item);
        await rig.arrived(one.marker);
        await rig.restart();
      }
      await assertOneIdEach(rig, some);
    });
  },
};

const future: CheckSpec = {
  name: 'raises an alarm at a cursor in the future and takes in nothing',
  must: 'A saved cursor that cannot be right raises an alarm, and nothing is taken in until a person looked.',
  doesNotApply: pollOnly,
  async run(subject) {
    const { futureCursor } = subject;
    assert.ok(futureCursor !== undefined, 'the subject of a poll channel needs `futureCursor`');
    await withSource(subject, async (pull, offer) => {
      await offer(samplesOfOne(subject, new Date(), 2).map(({ item }) => item));
      await assert.rejects(pull(futureCursor), CursorError, 'pull took the cursor in the future without a CursorError');
    });
    await withRig(subject, { start: false }, async (rig) => {
      await rig.runWith(planting(subject, futureCursor));
      await until('the cursor in the future is planted', async () => (await rig.petitions()).length > 0);
      await rig.restart();
      const { item, marker } = sample(subject, rig.now());
      await rig.bring(item);
      await until('an alarm is raised', () => rig.telemetry.alarms.length > 0);
      await watch();
      const texts = (await rig.petitions()).map(({ data }) => data.petition.text);
      assert.ok(!texts.some((text) => text.includes(marker)), 'an item was taken in after an impossible cursor');
    });
  },
};

/** The channel as it would have run once: one item, and the impossible cursor after it. */
function planting(subject: Subject, cursor: string): Subject {
  const { run: _, ...rest } = subject;
  return { ...rest, channel: handing(subject.channel, subject, sample(subject, new Date()).item, cursor) };
}

/** The channel's own pull on a source of its own, without anything around it. */
function withSource(
  subject: Subject,
  work: (
    pull: (cursor: string | null) => Promise<Pulled[]>,
    offer: (items: readonly Item[]) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  return cleanly(async (undo) => {
    const { source, env } = await surround(subject, undo);
    assert.ok(source, 'the subject of a poll channel needs `source`');
    const port = portFor(subject, { ...subject.env, ...env });
    const channel = pollChannel(subject);
    const pull = async (cursor: string | null) => {
      const items: Pulled[] = [];
      for await (const pulled of channel.pull(cursor, port, new AbortController().signal)) items.push(pulled);
      return items;
    };
    await work(pull, (items) => source.offer(items));
  });
}

function pollChannel({ channel }: Subject): PollChannel {
  if (channel.kind !== 'poll') throw new Error('not a poll channel');
  return channel;
}

/** A port that takes nothing: pull only asks. */
function portFor({ channel }: Subject, env: Readonly<Record<string, string>>): Port<Record<string, unknown>> {
  const reading = readConfig(channel.config, env);
  if (!('config' in reading)) throw new Error(`the subject's env is not complete: ${reading.missing.join(', ')}`);
  const no = () => {
    throw new Error('pull does not take items in: it yields them');
  };
  return {
    config: reading.config,
    telemetry: capturedTelemetry(),
    now: () => new Date(),
    accept: no,
    once: no,
    firstUse: () => true,
    refused() {},
  };
}

export const cursorChecks: readonly CheckSpec[] = [resumes, future];
