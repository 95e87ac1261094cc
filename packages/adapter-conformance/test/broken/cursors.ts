import type { PollChannel, Pulled } from '@yihaotong/adapter-kit';
import { CursorError } from '@yihaotong/adapter-kit';
import { subject as fileDrop } from '../examples/file-drop/subject.ts';
import type { Broken } from './make.ts';

/** The file-drop channel, declared with another pull: the suite asks the declaration itself. */
function pulling(change: (pull: PollChannel['pull']) => PollChannel['pull']): Broken['subject'] {
  const { channel } = fileDrop;
  if (channel.kind !== 'poll') throw new Error('the file-drop channel is a poll channel');
  return { ...fileDrop, channel: { ...channel, pull: change(channel.pull) } };
}

export const cursors: Record<string, Broken> = {
  'repeats-the-last': {
    does: 'begins again with the item before the cursor',
    subject: pulling(
      (pull) =>
        async function* (cursor, port, signal) {
          let last: Pulled | undefined;
          for await (const pulled of pull(null, port, signal)) {
            if (cursor === null || pulled.cursor > cursor) {
              if (last?.cursor === cursor && last) yield last;
              yield pulled;
            }
            last = pulled;
          }
        },
    ),
    fails: {
      'resumes from every cursor': /not exactly the items after it/,
      'raises an alarm at a cursor in the future and takes in nothing': /without a CursorError/,
    },
  },
  'trusts-the-future': {
    does: 'finds nothing new after a cursor in the future, for ever',
    subject: pulling(
      (pull) =>
        async function* (cursor, port, signal) {
          try {
            yield* pull(cursor, port, signal);
          } catch (error) {
            if (!(error instanceof CursorError)) throw error;
          }
        },
    ),
    fails: { 'raises an alarm at a cursor in the future and takes in nothing': /without a CursorError/ },
  },
};
