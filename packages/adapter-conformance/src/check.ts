import type { Subject } from './subject.ts';

/** One rule that an adapter keeps, with the way to see whether it does. */
export interface Check {
  /** A sentence whose subject is the adapter; unique in the suite. */
  name: string;
  /** The rule. */
  must: string;
  /** Null: it applies. Otherwise why it cannot apply to this adapter, in words; `run` then does nothing. */
  doesNotApply: string | null;
  /** Rejects when the adapter breaks the rule, with what was seen and what it should be. */
  run(): Promise<void>;
}

/** A check before it knows whom it checks. */
export interface CheckSpec {
  name: string;
  must: string;
  doesNotApply?(subject: Subject): string | null;
  run(subject: Subject): Promise<void>;
}

/** For checks of requests that are pushed to us. */
export function pushOnly(subject: Subject): string | null {
  return subject.channel.kind === 'push' ? null : 'nobody sends requests to a poll channel';
}

/** For checks of cursors. */
export function pollOnly(subject: Subject): string | null {
  return subject.channel.kind === 'poll' ? null : 'a push channel keeps no cursor';
}

/** For checks of what goes back to the citizen. */
export function replyingOnly(subject: Subject): string | null {
  return subject.channel.capabilities.reply ? null : 'capabilities.reply is null: nothing can be sent back';
}
