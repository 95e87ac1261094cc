import type { Channel, PollChannel } from '@yihaotong/adapter-kit';
import { bytesOf } from './sample.ts';
import type { Item, Subject } from './subject.ts';

/** The channel as a poll channel that is handed one item by its first round, and the cursor after it. */
export function handing(channel: Channel, { account }: Subject, item: Item, cursor = 'handed'): PollChannel {
  const declaration = channel.kind === 'push' ? (({ serve: _, ...rest }) => rest)(channel) : channel;
  return {
    ...declaration,
    kind: 'poll',
    everySeconds: 60,
    async *pull(from, { now }) {
      if (from !== null) return;
      const { mediaType } = item;
      yield { raw: { body: bytesOf(item), mediaType, headers: {}, account, receivedAt: now() }, cursor };
    },
  };
}
