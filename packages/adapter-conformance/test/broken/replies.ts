import { type OutgoingReply, type PushChannel, ReplyError } from '@yihaotong/adapter-kit';
import { type Broken, paperBut } from './make.ts';

const ONCE = 'delivers a reply once';
const AGAIN = 'tries a reply again that did not go out';
const NEXT = 'hands a reply to the next channel when the window is closed';
const SPLIT = 'splits a reply to what the channel carries';

/** The channel with another way of sending a reply. */
function delivering(change: (send: (reply: OutgoingReply) => Promise<void>, reply: OutgoingReply) => Promise<void>) {
  return (channel: PushChannel): PushChannel => ({
    ...channel,
    deliver: (reply, port) => change(async (each) => channel.deliver?.(each, port), reply),
  });
}

/** The channel with other capabilities than it declares. */
function replying(limits: Partial<NonNullable<PushChannel['capabilities']['reply']>>) {
  return (channel: PushChannel): PushChannel => {
    const { reply } = channel.capabilities;
    return { ...channel, capabilities: { ...channel.capabilities, reply: reply && { ...reply, ...limits } } };
  };
}

export const replies: Record<string, Broken> = {
  'sends-twice': {
    does: 'sends each reply twice, to be sure',
    subject: paperBut({
      channel: delivering(async (send, reply) => {
        await send(reply);
        await send(reply);
      }),
    }),
    fails: {
      [ONCE]: /the reply was sent 2 times/,
      [AGAIN]: /the reply was sent 2 times/,
      [SPLIT]: /messages where the channel takes 3/,
    },
  },
  'sends-to-itself': {
    does: 'sends every reply to the post room',
    subject: paperBut({ channel: delivering((send, reply) => send({ ...reply, identity: 'post-room' })) }),
    fails: { [ONCE]: /the reply went to somebody else/ },
  },
  'swallows-failures': {
    does: 'takes a failure of the provider for a delivery',
    subject: paperBut({ channel: delivering((send, reply) => send(reply).catch(() => {})) }),
    fails: {
      [AGAIN]: /reported delivered while the provider failed/,
      [NEXT]: /is reported failed/,
      'says nothing personal in logs, telemetry and reasons': /is reported failed/,
    },
  },
  insists: {
    does: 'tries for ever although the window is closed',
    subject: paperBut({
      channel: delivering((send, reply) =>
        send(reply).catch(() => {
          throw new ReplyError('retry', 'it did not go out');
        }),
      ),
    }),
    fails: {
      [NEXT]: /is reported failed/,
      'says nothing personal in logs, telemetry and reasons': /is reported failed/,
    },
  },
  'forgets-the-window': {
    does: 'sends replies however late',
    subject: paperBut({ channel: replying({ windowHours: null }) }),
    fails: { [NEXT]: /the late reply is reported failed/ },
  },
  'sends-long-messages': {
    does: 'sends longer messages than it declares',
    subject: paperBut({ channel: replying({ maxLength: 1_000 }) }),
    fails: { [SPLIT]: /a message of \d+ code points, allowed are 120/ },
  },
  'cuts-silently': {
    does: 'sends the first message of a long reply and nothing of the rest',
    subject: paperBut({
      channel: delivering((send, reply) => send({ ...reply, parts: reply.parts.slice(0, 1) })),
    }),
    fails: { [SPLIT]: /cut without a pointer/ },
  },
};
